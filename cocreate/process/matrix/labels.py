"""Words for the strength of a cell."""

from flask_babel import lazy_gettext as _l

STRENGTHS = {0: _l("Nothing"), 1: _l("A little"), 2: _l("Clearly"), 3: _l("Strongly")}


def dots(strength: int) -> str:
    """A strength as three dots, as many filled.

    >>> dots(2)
    '●●○'
    """
    return "●" * strength + "○" * (3 - strength)
