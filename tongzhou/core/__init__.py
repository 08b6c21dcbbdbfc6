"""What every room stands on: clock, ids, errors, audit, jobs, work items, personal-field marks."""
