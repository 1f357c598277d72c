"""The ecosystem map: who is there, what they are good at, and which challenges that serves."""
