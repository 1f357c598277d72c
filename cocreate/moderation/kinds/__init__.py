"""What can be moderated, each kind with how it is found, hidden, shown again and edited."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.moderation.kinds.actors import ActorKind
from cocreate.moderation.kinds.answers import AnswerKind
from cocreate.moderation.kinds.cards import CardKind
from cocreate.moderation.kinds.subject import Subject
from cocreate.moderation.rules import Kind
from cocreate.process.models import Process


class Handler(Protocol):
    """One kind of contribution."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As everybody reads it now; NotFound where nobody can."""

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Some of them as they are, for those who decide; what was erased is missing."""

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Out of everybody's sight; returns what `show` needs to put it back."""

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """As it was before it was hidden."""

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """The keys of those that an account or a seat wrote."""


ALL: Mapping[Kind, Handler] = {Kind.ANSWER: AnswerKind(), Kind.CARD: CardKind(), Kind.ACTOR: ActorKind()}
EDITABLE: Mapping[Kind, AnswerKind] = {Kind.ANSWER: AnswerKind()}

__all__ = ["ALL", "EDITABLE", "Handler", "Subject"]
