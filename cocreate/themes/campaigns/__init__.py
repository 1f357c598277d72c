"""Texts that many handed in, and pairs that oppose each other: shown as such; people decide how copies count."""
