"""What holds for the whole installation at run time: settings that its administrators changed, and maintenance.

Every page asks, so the answer is kept in each server and worker for two seconds; a change reaches all of them within
that time, and the one in which it was made at once.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context
from sqlalchemy import String, false, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core import events
from cocreate.core.db import Base, HasPublicId, db, reading_session
from cocreate.errors import OutOfService

KEPT = "cocreate_installation"
FRESH_FOR = 2.0  # seconds


class InstallationSetting(Base):
    """A setting that an administrator changed; those that are not here are as the environment says."""

    __tablename__ = "installation_setting"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[dict[str, Any]]  # {"value": …}
    changed_at: Mapped[datetime]


class Maintenance(HasPublicId, Base):
    """A sentence shown on every page for a time, and whether nothing can be saved in a part of that time."""

    __tablename__ = "maintenance"
    ref_type = "maintenance"
    text: Mapped[dict[str, str]]
    shown_from: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    read_only_from: Mapped[datetime | None]
    is_ended: Mapped[bool] = mapped_column(default=False, server_default=false())  # before its time

    def is_shown(self, now: datetime) -> bool:
        """Whether every page shows it."""
        return not self.is_ended and self.shown_from <= now < self.ends_at

    def is_read_only(self, now: datetime) -> bool:
        """Whether nothing can be saved."""
        return not self.is_ended and self.read_only_from is not None and self.read_only_from <= now < self.ends_at


@dataclass(frozen=True)
class State:
    """Everything at once, as it was when it was read."""

    values: Mapping[str, Any] = field(default_factory=dict)
    maintenance: tuple[Maintenance, ...] = ()


@dataclass(frozen=True)
class InstallationChanged:
    """A setting or a maintenance is another one from now on."""


def state(app: Flask | None = None) -> State:
    """What holds now."""
    app = app or current_app._get_current_object()  # type: ignore[attr-defined]
    if app.extensions["cocreate_settings"].testing:
        return _of_this_request(app)
    kept: tuple[float, State] | None = app.extensions.get(KEPT)
    now = time.monotonic()
    if kept is None or now - kept[0] > FRESH_FOR:
        if kept is not None:
            app.extensions[KEPT] = (now, kept[1])  # others go on with what was, instead of all asking at once
        app.extensions[KEPT] = kept = (now, _read(app))
    return kept[1]


def _of_this_request(app: Flask) -> State:
    """In tests databases are replaced under a running application, so nothing is kept longer than a request."""
    if not has_request_context():
        return _read(app)
    if KEPT not in g:
        setattr(g, KEPT, _read(app))
    found: State = g.get(KEPT)
    return found


def _read(app: Flask) -> State:
    """With a connection of its own, so that nobody's transaction begins or ends by it."""
    with app.app_context():
        try:
            with reading_session(db.engine) as session:
                values = {row.name: row.content.get("value") for row in session.scalars(select(InstallationSetting))}
                rows = select(Maintenance).where(Maintenance.ends_at > clock.now(), Maintenance.is_ended.is_(False))
                found = State(values, tuple(session.scalars(rows.order_by(Maintenance.shown_from))))
                session.expunge_all()
                return found
        except SQLAlchemyError:  # no database or no tables yet: what the environment says holds
            return State()


def announce_change(session: Session) -> None:
    """After a change: what this server keeps is read anew once it is committed."""
    events.announce(session, InstallationChanged())


@events.on(InstallationChanged)
def _forget(_changed: InstallationChanged) -> None:
    current_app.extensions.pop(KEPT, None)
    if has_request_context():
        g.pop(KEPT, None)


def shown_maintenance() -> list[Maintenance]:
    """What every page tells now."""
    now = clock.now()
    return [row for row in state().maintenance if row.is_shown(now)]


def read_only_until(app: Flask | None = None) -> datetime | None:
    """When something can be saved again; None: now."""
    now = clock.now()
    ends = [row.ends_at for row in state(app).maintenance if row.is_read_only(now)]
    return max(ends, default=None)


def refuse_writing(app: Flask | None = None) -> None:
    """Raise OutOfService while nothing can be saved."""
    until = read_only_until(app)
    if until is not None:
        raise OutOfService("read_only", until=until)
