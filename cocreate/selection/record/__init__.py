"""The record of a decision: what it rested on, frozen; who signed it; and how anybody can compute it again."""
