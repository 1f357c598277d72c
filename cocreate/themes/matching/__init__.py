"""The queue of statements: where each belongs, as the machine proposes and as people decide."""
