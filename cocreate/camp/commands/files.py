"""Files for cards: judged by their content, kept with the board, put on a card by an operation like any other."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import policy
from cocreate.camp.board.asking import check_place
from cocreate.camp.board.operations import AttachFile
from cocreate.camp.commands.around import by
from cocreate.camp.models import Board, Camp, CardFile, WorkingGroup
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.survey import filetypes

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


LARGEST_MEGABYTES = 5  # of one file
BOARD_MEGABYTES = 200  # of all files of a board
MOST_PIXELS = 50_000_000  # a small file can unfold into a picture that stops a phone
DESCRIPTION_LIMIT = 300
WAITS_FOR_A_CARD = timedelta(days=1)  # a browser without a connection keeps the operation that attaches it


def upload_file(
    session: Session, actor: Actor, board: Board, *, name: str, content: bytes, description: str = ""
) -> CardFile:
    """Take a file in for a card of this board. The caller has checked that the actor sees the board."""
    policy.require_work(actor, AttachFile.permission, board.state, board.group.camp.process.open_phases())
    check_place(board.state, board.mode, AttachFile.kind, by(session, actor, board))
    found = filetypes.taken(name, content, filetypes.KNOWN, LARGEST_MEGABYTES)
    size = image_size(found.media_type, found.content)
    is_image = found.media_type in filetypes.IMAGES
    if is_image and (size is None or size[0] * size[1] > MOST_PIXELS):
        raise Invalid("camp.file.picture", name=found.name)
    content_kept = without_notes(found.media_type, found.content)
    taken_up = (
        session.scalar(select(func.coalesce(func.sum(CardFile.size), 0)).where(CardFile.board_id == board.id)) or 0
    )
    if taken_up + len(content) > BOARD_MEGABYTES * filetypes.MEGABYTE:
        raise Conflict("camp.file.board_full", limit=BOARD_MEGABYTES)
    file = CardFile(
        board_id=board.id,
        name=found.name,
        media_type=found.media_type,
        size=len(content_kept),
        width=size[0] if size else None,
        height=size[1] if size else None,
        sha256=hashlib.sha256(content_kept).hexdigest(),
        description=" ".join(description.split())[:DESCRIPTION_LIMIT],
        seat_id=actor.seat_id,
        at=clock.now(),
        content=content_kept,
    )
    session.add(file)
    session.flush()
    process = board.group.camp.process.public_id
    audit.record(session, actor, "camp:file:upload", file.ref, process=process, size=file.size, type=file.media_type)
    return file


def clear_uploads(session: Session, actor: Actor) -> int:
    """Delete what was uploaded a day ago and never put on a card; tells how many.

    What was taken off a card stays: its history shows it, and whoever took it off may undo that.
    """
    never_attached = (CardFile.card_id.is_(None), CardFile.place == 0)
    old = session.execute(
        select(CardFile.id, Camp)
        .join(Board, CardFile.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .join(Camp, WorkingGroup.camp_id == Camp.id)
        .where(*never_attached, CardFile.at < clock.now() - WAITS_FOR_A_CARD)
    ).all()
    for camp, count in Counter(camp for _key, camp in old).items():
        audit.record(session, actor, "camp:files:clear", camp.ref, process=camp.process.public_id, cleared=count)
    session.execute(delete(CardFile).where(CardFile.id.in_([key for key, _camp in old]), *never_attached))
    return len(old)
