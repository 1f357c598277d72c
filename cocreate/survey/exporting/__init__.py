"""Taking answers out of a consultation: one model of columns, many formats, in small pieces."""
