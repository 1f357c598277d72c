"""Following a process, or one thing in it: with an account by one button, without one by a confirmed address."""
