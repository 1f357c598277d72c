"""Calendar files: what happens when in a process, for everybody, and in all of one's own processes."""
