"""Words of projects, answers after the decision, and figures of territories by name.

A proposed project is shown as long as its answer still says what it said when the words were copied. Of a remark to the
committee it is noted whether it was answered after the decision. Sentences of information sheets named values of an
indicator by their place in the list; they name the territory now, where it is clear which one was meant.

Revision ID: 0049
Revises: 0048
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from cocreate.core.ids import digest
from cocreate.process.evidence.periods import place_of
from cocreate.survey.personal.rules import public_text

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

project = sa.table(
    "proposed_project",
    sa.column("id", sa.Integer),
    sa.column("answer_id", sa.String),
    sa.column("description", sa.JSON),
    sa.column("text_hash", sa.String),
)
answer = sa.table("answer", sa.column("id"), sa.column("text", sa.String), sa.column("text_language", sa.String))
flag = sa.table(
    "answer_flag",
    sa.column("answer_id"),
    sa.column("state", sa.String),
    sa.column("text_hash", sa.String),
    sa.column("spans", sa.JSON),
)

sheet_text = sa.table("sheet_text", sa.column("id"), sa.column("text", sa.String), sa.column("figures", sa.JSON))
evidence = sa.table("evidence", sa.column("id"), sa.column("public_id", sa.String))
series = sa.table(
    "evidence_series",
    sa.column("evidence_id"),
    sa.column("territory", sa.String),
    sa.column("numbers", sa.JSON),
    sa.column("position"),
)
BY_PLACE = re.compile(r"(?:indicator|region)\.([a-z0-9]+)\.([0-9]+)")
Territories = Sequence[tuple[str, Mapping[str, float]]]  # in their order: name, values by period


def upgrade() -> None:
    """Make the change; a project whose answer says something else by now is not shown until somebody looked."""
    op.add_column("proposed_project", sa.Column("text_hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column(
        "validation_comment", sa.Column("is_answered_late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for row in op.get_bind().execute(sa.select(project.c.id, project.c.answer_id, project.c.description)).all():
        said = _public_words(row.answer_id)
        if said is not None and all(text in said for text in (row.description or {}).values()):
            op.execute(project.update().where(project.c.id == row.id).values(text_hash=digest(said)))

    _name_territories()


def _name_territories() -> None:
    known: dict[str, list[tuple[str, Mapping[str, float]]]] = {}
    rows = sa.select(evidence.c.public_id, series.c.territory, series.c.numbers)
    rows = rows.join_from(evidence, series, series.c.evidence_id == evidence.c.id).order_by(series.c.position)
    for public_id, territory, numbers in op.get_bind().execute(rows):
        known.setdefault(public_id, []).append((territory, numbers or {}))
    for key, text, figures in op.get_bind().execute(sa.select(sheet_text)).all():
        called = _new_names(figures or {}, known)
        if called:
            said = re.sub(
                r"\[\[([a-z0-9_.]+)\]\]", lambda found, new=called: f"[[{new.get(found[1], found[1])}]]", text
            )
            kept = {called.get(name, name): value for name, value in figures.items()}
            op.execute(sheet_text.update().where(sheet_text.c.id == key).values(text=said, figures=kept))


def _new_names(figures: Mapping[str, Any], known: Mapping[str, Territories]) -> dict[str, str]:
    """Old key -> new key; a figure of which nobody can say whose it is keeps its key, and is told as changed."""
    found = {}
    for name, kept in figures.items():
        parts = BY_PLACE.fullmatch(name)
        territory = _meant(int(parts[2]), kept.get("value"), known.get(parts[1], [])) if parts else None
        if territory is not None:
            found[name] = f"{name.rpartition('.')[0]}.{_place_key(territory)}"
    return found


def _meant(place: int, value: Any, rows: Territories) -> str | None:
    if len(rows) == 1:
        return rows[0][0]
    alike = [name for name, numbers in rows if numbers and numbers[max(numbers, key=place_of)] == value]
    if 0 < place <= len(rows) and rows[place - 1][0] in alike:
        return rows[place - 1][0]
    return alike[0] if len(alike) == 1 else None


def _place_key(territory: str) -> str:
    """As `cocreate.information.figures.place_key` was when this was written."""
    letters = unicodedata.normalize("NFKD", territory).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return f"{name[:40]}_{digest(territory)[:6]}"


def _public_words(answer_id: str | None) -> str | None:
    connection = op.get_bind()
    said = connection.execute(sa.select(answer.c.text, answer.c.text_language).where(answer.c.id == answer_id)).first()
    found = connection.execute(
        sa.select(flag.c.state, flag.c.text_hash, flag.c.spans).where(flag.c.answer_id == answer_id)
    ).first()
    return None if said is None else public_text(said.text, said.text_language, found)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("validation_comment", "is_answered_late")
    op.drop_column("proposed_project", "text_hash")
