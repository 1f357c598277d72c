"""Versions of a challenge: kept by themselves whenever it changes, and laid side by side."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.process.models import Asset, Challenge, ChallengeLink, ChallengeVersion, EvidenceUse, SubChallenge

ONE_SITTING = timedelta(minutes=30)  # what one person changes within it is one version
TEXTS, LISTS = ("title", "description"), ("sub_challenges", "assets", "evidence", "links")


def keep_version(session: Session, actor: Actor, challenge: Challenge) -> ChallengeVersion:
    """The version that says what the challenge says now; made or brought up to date if need be."""
    session.flush()
    last, content = last_version(session, challenge), content_of(session, challenge)
    if last is not None and last.content == content:
        return last
    now = clock.now()
    is_same_sitting = (
        last is not None and not last.is_fixed and last.actor_id == actor.user_id and now - last.at < ONE_SITTING
    )
    if last is None or not is_same_sitting:
        number = last.number + 1 if last else 1
        last = ChallengeVersion(challenge_id=challenge.id, number=number, at=now, actor_id=actor.user_id)
        session.add(last)
    last.content = content
    session.flush()
    return last


def fix_version(session: Session, actor: Actor, challenge: Challenge) -> ChallengeVersion:
    """The present version, which from now on stays as it is."""
    version = keep_version(session, actor, challenge)
    version.is_fixed = True
    session.flush()
    return version


def versions_of(session: Session, challenge: Challenge) -> list[ChallengeVersion]:
    """All versions, the newest first."""
    mine = select(ChallengeVersion).where(ChallengeVersion.challenge_id == challenge.id)
    return list(session.scalars(mine.order_by(ChallengeVersion.number.desc())))


def last_version(session: Session, challenge: Challenge) -> ChallengeVersion | None:
    """The newest version, if there is any yet."""
    mine = select(ChallengeVersion).where(ChallengeVersion.challenge_id == challenge.id)
    return session.scalar(mine.order_by(ChallengeVersion.number.desc()).limit(1))


def content_of(session: Session, challenge: Challenge) -> dict[str, Any]:
    """All that the fiche says, as plain values."""

    def parts(kind: type[SubChallenge] | type[Asset]) -> list[dict[str, Any]]:
        mine = select(kind).where(kind.challenge_id == challenge.id).order_by(kind.position)
        rows: Iterable[Any] = session.scalars(mine)
        return [_entry(row.public_id, row.title, row.description) for row in rows]

    uses = select(EvidenceUse).where(EvidenceUse.challenge_id == challenge.id).order_by(EvidenceUse.id)
    here = (ChallengeLink.one_id == challenge.id) | (ChallengeLink.other_id == challenge.id)
    links = session.scalars(select(ChallengeLink).where(here).order_by(ChallengeLink.id))
    others = [(link.other if link.one_id == challenge.id else link.one, link.reason) for link in links]
    return {
        "title": dict(challenge.title),
        "description": dict(challenge.description),
        "tags": list(challenge.tags),
        "sub_challenges": parts(SubChallenge),
        "assets": parts(Asset),
        "evidence": [_entry(u.evidence.public_id, u.evidence.title, u.reason) for u in session.scalars(uses)],
        "links": [_entry(other.public_id, other.title, reason) for other, reason in others],
    }


def _entry(key: str, title: Mapping[str, str], description: Mapping[str, str]) -> dict[str, Any]:
    return {"id": key, "title": dict(title), "description": dict(description)}


@dataclass(frozen=True)
class Piece:
    """Some words of a text: "same", "out" or "in"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A text that is not the same in two versions."""

    where: str  # title, description, sub_challenges, assets, evidence, links, tags
    language: str
    pieces: tuple[Piece, ...]


def compare(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Change]:
    """What changed between two contents, text by text and language by language."""
    changes = [*_texts("title", older, newer), *_texts("description", older, newer)]
    for name in LISTS:
        before = {entry["id"]: entry for entry in older.get(name, [])}
        after = {entry["id"]: entry for entry in newer.get(name, [])}
        for key in [*before, *(key for key in after if key not in before)]:
            for field in TEXTS:
                old, new = before.get(key, {}).get(field, {}), after.get(key, {}).get(field, {})
                changes += _changed(name, old, new)
    old_tags, new_tags = older.get("tags", []), newer.get("tags", [])
    gone = [Piece("out", tag) for tag in old_tags if tag not in new_tags]
    come = [Piece("in", tag) for tag in new_tags if tag not in old_tags]
    return [*changes, Change("tags", "", (*gone, *come))] if gone or come else changes


def _texts(name: str, older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Change]:
    return _changed(name, older.get(name, {}), newer.get(name, {}))


def _changed(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    languages = dict.fromkeys([*old, *new])
    return [
        Change(where, language, tuple(word_changes(old.get(language, ""), new.get(language, ""))))
        for language in languages
        if old.get(language, "") != new.get(language, "")
    ]


def word_changes(old: str, new: str) -> Iterable[Piece]:
    """The words that stayed, went and came.

    >>> [(piece.kind, piece.text) for piece in word_changes("a warm city", "a cool city")]
    [('same', 'a '), ('out', 'warm'), ('in', 'cool'), ('same', ' city')]
    """
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[start:end]))
            continue
        if end > start:
            yield Piece("out", "".join(before[start:end]))
        if new_end > new_start:
            yield Piece("in", "".join(after[new_start:new_end]))
