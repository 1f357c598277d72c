"""Reads of the administration."""
