"""What people do to themes, step by step: recorded with what was before, and undone in order."""
