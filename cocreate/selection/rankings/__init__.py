"""Counting the rankings: the terms fixed before opening, the result, every check beside it, and the files to count again."""
