"""A process that shows the method on real input."""
