"""Searching the answers of a consultation: by their words, and by what they mean."""
