"""Free text of a consultation: language, vectors, themes, labels, and what each theme belongs to."""
