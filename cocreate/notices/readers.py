"""Whoever reads notices: a person with an account, or an address that follows a process and sees what everybody may."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import EVERYONE
from cocreate.core.telling import Kind
from cocreate.notices import queries
from cocreate.notices.links import leave_path, stop_path
from cocreate.notices.models import Follower, Notice
from cocreate.notices.rules import Frequency, Hours
from cocreate.notices.seeing import may_see, opens


@dataclass(frozen=True)
class Reader:
    """Who gets a mail, where, in which language, when."""

    row: User | Follower
    hours: Hours = field(default_factory=Hours)

    @property
    def email(self) -> str:
        """Where the mail goes."""
        return self.row.email

    @property
    def language(self) -> str:
        """In which it speaks."""
        return self.row.language

    @property
    def has_account(self) -> bool:
        """Whether there are pages of one's own."""
        return isinstance(self.row, User)

    @property
    def owns(self) -> ColumnElement[bool]:
        """The condition that a notice is for this reader."""
        mine = Notice.user_id if isinstance(self.row, User) else Notice.follower_id
        return mine == self.row.id

    @property
    def stop_path(self) -> str:
        """The page on which the mails end."""
        return stop_path(self.row) if isinstance(self.row, User) else leave_path(self.row)

    def lock(self, session: Session) -> None:
        """One mail at a time for one reader."""
        table = User if isinstance(self.row, User) else Follower
        session.get(table, self.row.id, with_for_update=True)

    def may_see(self, permission: str, process: Any) -> bool:
        """Whether the page that a notice leads to opens for this reader."""
        if isinstance(self.row, User):
            return may_see(self.row, permission, process)
        return opens(EVERYONE, permission, process)

    def frequencies(self, session: Session) -> dict[Kind, Frequency]:
        """How often mails come, by kind."""
        if isinstance(self.row, User):
            return {kind: wish.mail for kind, wish in queries.wishes_of(session, self.row.id).items()}
        return dict.fromkeys(Kind, Frequency(self.row.frequency))


def find_reader(session: Session, user_id: int | None, follower_id: int | None) -> Reader:
    """The reader of a notice."""
    if user_id is not None:
        return Reader(session.get_one(User, user_id), queries.hours_of(session, user_id))
    return Reader(session.get_one(Follower, follower_id))
