"""Information sheets."""
