"""Things to test with, made in one call."""
