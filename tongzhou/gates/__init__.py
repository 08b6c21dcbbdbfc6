"""Gates: closed management - rules, passes; what is closed and who may go in and out."""
