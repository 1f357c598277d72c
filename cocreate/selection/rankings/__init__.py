"""Counting the rankings: terms fixed before opening, the result, every check beside it, files to count again."""
