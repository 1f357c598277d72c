"""Cells that a spreadsheet opens without running anything that somebody wrote into them."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A text that a spreadsheet will not take for a formula: an apostrophe in front makes it plain text.

    >>> safe_cell("=1+1"), safe_cell("plain"), safe_cell("  @SUM(A1)")
    ("'=1+1", 'plain', "'  @SUM(A1)")
    """
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def number_of(text: str) -> int | float | None:
    """The number that a cell of a column of numbers holds, or None where it holds something else.

    >>> number_of("3"), number_of("-0.5"), number_of("no_opinion"), number_of("")
    (3, -0.5, None, None)
    """
    if not text or not text.isascii() or text.strip() != text or "_" in text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e300 else None  # also no infinity and no NaN


def printable(text: str) -> str:
    """A text without the signs that XML and office files cannot hold; each leaves a visible mark.

    >>> printable("a\\x07b")
    'a\ufffdb'
    """
    return "".join(character if _is_allowed(character) else "\ufffd" for character in text)


def _is_allowed(character: str) -> bool:
    code = ord(character)
    return (code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)) or character in "\t\n\r"
