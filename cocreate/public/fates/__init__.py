"""What became of every contribution: kept, merged, answered, out of scope with a reason, or not processed yet."""
