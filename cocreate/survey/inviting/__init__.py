"""Who is invited to a consultation, how they come in, and whether all groups are heard."""
