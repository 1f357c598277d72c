"""Inviting, ways in, balance, and answers entered for others."""
