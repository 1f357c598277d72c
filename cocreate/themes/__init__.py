"""Themes: what the machine found in free answers, and what people made of it."""
