"""Lots and groups: who is drawn, and who sits with whom. Pure, seeded, explained."""
