"""The committee's room: meetings with agenda and floor, motions, and threads about candidates."""
