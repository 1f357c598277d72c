"""Documents of a process: files that organisers offer in versions, beside what the stages publish themselves."""
