"""Double coding: people put the same answers into the themes' list, blind, and we see how far all agree."""
