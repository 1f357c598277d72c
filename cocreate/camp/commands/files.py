"""Files for cards: judged by their content, kept with the board, put on a card by an operation like any other."""

import hashlib
from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import policy
from cocreate.camp.board.asking import check_place
from cocreate.camp.board.operations import AttachFile
from cocreate.camp.commands.around import by
from cocreate.camp.models import Board, Camp, WorkingGroup
from cocreate.camp.models_cards import CardFile
from cocreate.camp.pictures import image_size, without_notes
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.survey import filetypes

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
