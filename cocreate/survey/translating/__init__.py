"""Translations as files: out for whoever translates elsewhere, and in again, text by text."""
