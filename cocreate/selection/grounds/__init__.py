"""The grounds of a choice: criteria with their rubrics, versions of them, the rankings that count, and weights."""
