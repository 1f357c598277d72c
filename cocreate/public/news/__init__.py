"""The way of a process through time: phases, milestones, news and events, what one can do now, and feeds of it all."""
