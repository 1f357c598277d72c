"""Everything that changes a consultation: making it, opening and closing it, and taking in answers."""
