"""Version 1 of the addresses for programs: what is here keeps its meaning; what must change becomes version 2."""
