"""The fiche of a challenge: what it says, what it rests on, what it hangs together with, and how it changed."""
