"""Answers that come while a consultation runs join the themes of the last reading."""
