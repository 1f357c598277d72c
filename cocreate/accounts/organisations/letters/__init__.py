"""Letters that an organisation may word itself: which there are, what must stand in them, and the own wording."""
