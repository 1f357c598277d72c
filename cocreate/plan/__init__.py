"""The action plan: axes, actions, actors."""
