"""Votes as people have them in files: a row a vote, or a row a person and a column a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cocreate.cli.analysis.tables import Row, Table

PERSON = ("participant", "participant_id", "voter", "voter_id", "person", "person_id", "user_id", "id")
STATEMENT = ("statement", "statement_id", "comment", "comment_id", "item", "item_id")
VOTE = ("vote", "value")
TEXT = ("text", "txt", "comment_body", "body", "statement_text")
# What Polis writes beside the votes in its file of participants.
BESIDE = ("group_id", "n_comments", "n_votes", "n_agree", "n_disagree", "xid")
WORDS = {
    1: ("1", "+1", "1.0", "agree", "yes", "eens", "ja", "d'accord", "oui", "stimme zu"),
    0: ("0", "0.0", "-0", "pass", "neutral", "unsure", "neutraal", "pas", "neutre", "sans avis", "weiter"),
    -1: ("-1", "-1.0", "disagree", "no", "oneens", "nee", "pas d'accord", "non", "stimme nicht zu", "nein"),
}
MEANING = {word: vote for vote, words in WORDS.items() for word in words}
Votes = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Statements:
    """What is written of the statements: their texts, and which of them moderators rejected."""

    texts: dict[str, str]
    rejected: frozenset[str]


def read_votes(table: Table, ignored: Sequence[str] = ()) -> Votes:
    """Person -> statement -> vote, from either form of file."""
    plain = [name.lower().replace("-", "_") for name in table.names]
    person, statement, vote = (_find(plain, known) for known in (PERSON, STATEMENT, VOTE))
    if person is not None and statement is not None and vote is not None:
        return _long(table, person, statement, vote, _find(plain, ("timestamp",)))
    left_out = {table.column(name) for name in ignored} | {i for i, name in enumerate(plain) if name in BESIDE}
    return _wide(table, 0 if person is None else person, left_out)


def _find(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _long(table: Table, person: int, statement: int, vote: int, moment: int | None) -> Votes:
    """A later vote on the same statement takes the place of an earlier one."""
    votes: Votes = {}
    for row in _in_time(table, moment):
        who, what = row.cells[person].strip(), row.cells[statement].strip()
        if not who or not what:
            raise click.ClickException(f"{table.file}, line {row.line}: who voted, or on what, is empty.")
        cast = _vote(table, row, vote)
        if cast is not None:
            votes.setdefault(who, {})[what] = cast
    return votes


def _in_time(table: Table, moment: int | None) -> Sequence[Row]:
    if moment is None or not all(row.cells[moment].strip().isdecimal() for row in table.rows):
        return table.rows
    return sorted(table.rows, key=lambda row: int(row.cells[moment]))


def _wide(table: Table, person: int, left_out: set[int]) -> Votes:
    columns = [i for i in range(len(table.names)) if i != person and i not in left_out]
    if not columns:
        raise click.ClickException(f"{table.file} has no column of a statement beside {table.names[person]}.")
    doubles = {table.names[i] for i in columns if [table.names[j] for j in columns].count(table.names[i]) > 1}
    if doubles:
        raise click.ClickException(f"{table.file} has several columns of the statement {min(doubles)}.")
    votes: Votes = {}
    for key, row in zip(table.ids(f"#{person + 1}"), table.rows, strict=True):
        cast = {table.names[i]: vote for i in columns if (vote := _vote(table, row, i)) is not None}
        votes[key] = cast
    return votes


def _vote(table: Table, row: Row, place: int) -> int | None:
    said = row.cells[place].strip()
    if not said:
        return None
    vote = MEANING.get(said.lower())
    if vote is None:
        shown = said if len(said) <= 40 else f"{said[:39]}…"
        raise click.ClickException(
            f"{table.file}, line {row.line}, column {table.names[place]}: “{shown}” is no vote. Votes are 1, 0 and -1 "
            "(or agree, pass, disagree), and nothing for what was not seen. Leave out other columns with --ignore."
        )
    return vote


def read_statements(table: Table) -> Statements:
    """The texts of the statements, from a file with their ids; a column `moderated` with -1 rejects one."""
    plain = [name.lower().replace("-", "_") for name in table.names]
    key, text = _find(plain, STATEMENT), _find(plain, TEXT)
    if key is None or text is None:
        raise click.ClickException(
            f"{table.file} needs a column with the statement ({', '.join(STATEMENT[:4])}) and one with its text "
            f"({', '.join(TEXT)})."
        )
    moderated = _find(plain, ("moderated",))
    rejected = {row.cells[key].strip() for row in table.rows if moderated is not None and row.cells[moderated] == "-1"}
    return Statements({row.cells[key].strip(): row.cells[text].strip() for row in table.rows}, frozenset(rejected))


def without(votes: Votes, rejected: frozenset[str], file: Path) -> Votes:
    """The votes on the other statements; a sentence if there are none."""
    kept = {who: {what: vote for what, vote in cast.items() if what not in rejected} for who, cast in votes.items()}
    if not any(kept.values()):
        raise click.ClickException(f"{file} holds no vote.")
    return kept
