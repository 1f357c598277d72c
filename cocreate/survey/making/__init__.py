"""Making a questionnaire: what each kind can be told, how conditions are written, and the pages for it."""
