"""Opinion groups: who votes alike on a consultation's statements, what unites the groups and what divides them."""
