"""The public record: what was said, what was decided, how one led to the other."""
