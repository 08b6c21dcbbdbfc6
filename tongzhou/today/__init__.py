"""One work list for each person, made of what each room offers. Owns no rows."""
