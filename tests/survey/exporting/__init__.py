"""Taking answers out, and what everybody may take."""
