"""How large a picture is, read from its first bytes, so that a page keeps its place before it is loaded. Pure."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers of segments with a size in them
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def image_size(media_type: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG; None where the file does not say.

    >>> image_size("image/png", b"\\x89PNG\\r\\n\\x1a\\n\\0\\0\\0\\rIHDR\\0\\0\\0\\x04\\0\\0\\0\\x03")
    (4, 3)
    """
    if media_type == "image/png":
        found = _png(content)
    else:
        found = _jpeg(content) if media_type == "image/jpeg" else None
    return found if found and min(found) > 0 else None


def _png(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """The segments one after the other, up to the one that describes the picture."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # padding
            place += 1
        elif marker in _BARE:
            place += 2
        elif marker in _FRAMES:
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
