"""Pictures from people's telephones: their size, and without what they tell of the place and the device. Pure."""

from collections.abc import Iterator

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers of segments with a size in them
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_SCAN = 0xDA  # the picture itself begins
_COLOURS, _NOTES = 0xE2, frozenset({*range(0xE1, 0xF0), 0xFE})  # APP2 holds the colour profile
_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PNG_HEAD = 8


def image_size(media_type: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG; None where the file does not say.

    >>> image_size("image/png", b"\\x89PNG\\r\\n\\x1a\\n\\0\\0\\0\\rIHDR\\0\\0\\0\\x04\\0\\0\\0\\x03")
    (4, 3)
    """
    if media_type == "image/png":
        found = _png_size(content)
    else:
        found = _jpeg_size(content) if media_type == "image/jpeg" else None
    return found if found and min(found) > 0 else None


def without_notes(media_type: str, content: bytes) -> bytes:
    """The same picture without the notes in it, but for the way up, which a JPEG says there."""
    if media_type == "image/png":
        return content[:_PNG_HEAD] + b"".join(part for name, part in _chunks(content) if name not in _PNG_NOTES)
    if media_type != "image/jpeg":
        return content
    kept, way_up = [content[:2]], 1
    for marker, part in _segments(content):
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            way_up = _way_up(part[10:])
        if marker not in _NOTES or (marker == _COLOURS and part[4:15] == b"ICC_PROFILE"):
            kept.append(part)
    return b"".join([kept[0], _says_way_up(way_up) if way_up > 1 else b"", *kept[1:]])


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG with their names."""
    place = _PNG_HEAD
    while place + 8 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        yield content[place + 4 : place + 8], content[place:end]
        place = end


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    for marker, part in _segments(content):
        if marker in _FRAMES and len(part) >= 9:
            return int.from_bytes(part[7:9], "big"), int.from_bytes(part[5:7], "big")
    return None


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG with their markers; from the scan on, the rest is one."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _SCAN:
            yield marker, content[place:]
            return
        if marker == 0xFF:  # padding
            end = place + 1
        elif marker in _BARE:
            end = place + 2
        else:
            end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        yield marker, content[place:end]
        place = max(end, place + 1)


def _way_up(tiff: bytes) -> int:
    """The orientation, 1 to 8, in the notes of a camera; 1 where they do not say."""
    order = "little" if tiff[:2] == b"II" else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(tiff[place : place + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    for entry in range(min(number(start, 2), 200)):
        place = start + 2 + 12 * entry
        if number(place, 2) == 0x0112:
            found = number(place + 8, 2)
            return found if 1 <= found <= 8 else 1
    return 1


def _says_way_up(way_up: int) -> bytes:
    """A camera's notes that tell nothing but the orientation."""
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + way_up.to_bytes(2, "big") + b"\0\0\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
