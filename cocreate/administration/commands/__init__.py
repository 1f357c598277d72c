"""Writes of the administration."""
