"""The directory: people whom an organisation knows, what they agreed to, where they take part, groups they sit in."""
