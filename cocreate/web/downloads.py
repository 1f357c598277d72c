"""Downloads that begin at once, whatever their size."""

from collections.abc import Iterable

from flask import Response
from sqlalchemy.orm import Session


def streamed(session: Session, pieces: Iterable[str], name: str, media_type: str) -> Response:
    """A download piece by piece; its session is closed when the last is sent, or nobody wants more."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    response = Response(pieces, mimetype=media_type, headers=headers)
    response.call_on_close(session.close)
    return response
