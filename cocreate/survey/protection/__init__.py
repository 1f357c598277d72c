"""Data protection by rule: what people are told, what they can have and erase, and when all of it goes."""
