"""Versions of the public record: what it said on a day, numbered, fingerprinted and readable for ever."""
