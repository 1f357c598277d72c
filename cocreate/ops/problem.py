"""A reason why an operation cannot go on, as a sentence for whoever runs the server."""


class CannotContinue(Exception):
    """Says what is wrong and what to do about it; nothing was changed."""
