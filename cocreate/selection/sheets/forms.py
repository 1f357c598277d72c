"""What members and organisers fill in: a score sheet, a conflict of interest, what another round is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from cocreate.accounts.models import User
from cocreate.camp.models import Card
from cocreate.core.ids import public_id
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.models import Asset, Challenge, Process
from cocreate.process.models import Evidence as Indicator
from cocreate.selection.evidence import Evidence
from cocreate.selection.forms import Checkboxes
from cocreate.selection.labels import CANNOT_JUDGE, CONFIDENCE, CONFLICT_KINDS, CONFLICT_RULES, CONFLICT_SHORT, MARKS
from cocreate.selection.models import Criterion, Score, Sid
from cocreate.selection.rules import MARKS as ALL_MARKS
from cocreate.selection.rules import NOTE_LIMIT, REASON_LIMIT, WORDS_LIMIT, ScoreGiven
from cocreate.survey.models import Answer
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.themes.models import Theme
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import translate

LABEL = 140  # characters of a piece's words


@dataclass(frozen=True)
class Piece:
    """Something to point at: "type:public id", and its first words."""

    ref: str
    label: str


def pieces_of(
    session: Session, process: Process, evidence: Evidence, quotes: Mapping[int, Sequence[PublicAnswer]]
) -> list[Piece]:
    """What can be attached: cards, themes and quotes behind a candidate, then assets and indicators of the process."""
    found = [Piece(f"card:{line.card.public_id}", line.card.text) for line in evidence.cards]
    for theme in evidence.themes:
        found.append(Piece(f"theme:{theme.public_id}", translate(theme.title)))
        found += [Piece(f"answer:{answer.id}", f"“{answer.text}”") for answer in quotes.get(theme.id, ())]
    found += [Piece(f"asset:{asset.public_id}", translate(asset.title)) for asset in _assets(session, process)]
    found += [Piece(f"evidence:{row.public_id}", translate(row.title)) for row in _indicators(session, process)]
    unique = {piece.ref: Piece(piece.ref, _short(piece.label)) for piece in found}
    return list(unique.values())


def _assets(session: Session, process: Process) -> Iterable[Asset]:
    rows = select(Asset).join(Challenge, Challenge.id == Asset.challenge_id).where(Challenge.process_id == process.id)
    return session.scalars(rows.order_by(Challenge.position, Asset.position, Asset.id))


def _indicators(session: Session, process: Process) -> Iterable[Indicator]:
    mine = Indicator.process_id == process.id, Indicator.kind == EvidenceKind.INDICATOR.value
    return session.scalars(select(Indicator).where(*mine).order_by(Indicator.id))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LABEL else line[: LABEL - 1].rstrip() + "…"


def named(session: Session, refs: Iterable[str]) -> dict[str, str]:
    """The words of pieces that marks point at; one that was taken out since, or is not public any more, has none."""
    wanted: dict[str, list[str]] = {}
    for ref in sorted(set(refs)):
        kind, _, key = ref.partition(":")
        wanted.setdefault(kind, []).append(key)
    cards = session.scalars(select(Card).where(Card.public_id.in_(wanted.get("card", ())), Card.is_hidden.is_(False)))
    themes = session.scalars(select(Theme).where(Theme.public_id.in_(wanted.get("theme", ()))))
    assets = session.scalars(select(Asset).where(Asset.public_id.in_(wanted.get("asset", ()))))
    indicators = session.scalars(select(Indicator).where(Indicator.public_id.in_(wanted.get("evidence", ()))))
    answers = session.scalars(select(Answer).where(Answer.id.in_(wanted.get("answer", ()))))
    found = {f"card:{card.public_id}": card.text for card in cards}
    found |= {f"theme:{theme.public_id}": translate(theme.title) for theme in themes}
    found |= {f"asset:{asset.public_id}": translate(asset.title) for asset in assets}
    found |= {f"evidence:{row.public_id}": translate(row.title) for row in indicators}
    found |= {f"answer:{key}": f"“{answer.text}”" for key, answer in public_answers(session, answers).items()}
    return {ref: _short(label) for ref, label in found.items()}


NONE, ABSTAIN = "none", "abstain"
_CHOOSE = _l("Please choose one of the answers.")


def score_form(criteria: Sequence[Criterion], pieces: Sequence[Piece]) -> type[Form]:
    """Per criterion a mark, how sure it is, a reason, evidence and a private note; all may stay open for later."""

    class ScoreForm(Form):
        """One member's marks of one candidate."""

    marks = [(str(mark), _l("%(mark)s – %(words)s", mark=mark, words=MARKS[mark])) for mark in reversed(ALL_MARKS)]
    marks += [(NONE, CANNOT_JUDGE), (ABSTAIN, _l("I abstain"))]
    sure = [(level.value, words) for level, words in CONFIDENCE.items()]
    offered = [(piece.ref, piece.label) for piece in pieces]
    for criterion in criteria:
        fields = {
            # an unknown mark is refused with a sentence of ours
            "mark": RadioField(translate(criterion.title), [Optional()], choices=marks, validate_choice=False),
            "confidence": RadioField(_l("How sure are you?"), [Optional()], choices=sure, validate_choice=False),
            "reason": TextAreaField(_l("Reason (optional)"), validators=[at_most(REASON_LIMIT)]),
            "evidence": Checkboxes(_l("Evidence for this mark"), choices=offered),
            "note": TextAreaField(_l("Private note"), validators=[at_most(NOTE_LIMIT)]),
        }
        for name, made in fields.items():
            setattr(ScoreForm, f"{name}-{criterion.public_id}", made)
    return ScoreForm


def filled(criteria: Sequence[Criterion], mine: Mapping[int, Score], notes: Mapping[int, str]) -> dict[str, Any]:
    """The sheet as it is stored, for the form."""
    data: dict[str, Any] = {}
    for criterion in criteria:
        name, row = criterion.public_id, mine.get(criterion.id)
        data[f"note-{name}"] = notes.get(criterion.id, "")
        if row is not None:
            given = str(row.value) if row.value is not None else ABSTAIN if row.is_abstained else NONE
            data[f"mark-{name}"], data[f"confidence-{name}"] = given, row.confidence
            data[f"reason-{name}"], data[f"evidence-{name}"] = row.reason, row.evidence
    return data


def marks_in(form: Form, criteria: Sequence[Criterion]) -> list[ScoreGiven]:
    """The marks that were given; a reason alone waits for its mark."""
    return [_mark_in(form, criterion.public_id) for criterion in criteria if form[f"mark-{criterion.public_id}"].data]


def _mark_in(form: Form, name: str) -> ScoreGiven:
    typed = form[f"mark-{name}"].data
    has_none = typed in (NONE, ABSTAIN)
    return ScoreGiven(
        name,
        None if has_none else int(typed) if typed.isascii() and typed.isdigit() else -1,
        form[f"reason-{name}"].data or "",
        is_abstained=typed == ABSTAIN,
        confidence="" if has_none else form[f"confidence-{name}"].data or "",
        evidence=tuple(form[f"evidence-{name}"].data or ()),
    )


def notes_in(form: Form, criteria: Sequence[Criterion]) -> dict[str, str]:
    """The private notes, empty ones too: an emptied note goes."""
    return {criterion.public_id: form[f"note-{criterion.public_id}"].data or "" for criterion in criteria}


def without_mark(form: Form, criteria: Sequence[Criterion]) -> list[Criterion]:
    """Criteria with a reason, evidence or a confidence that no mark goes with."""
    parts = ("reason", "evidence", "confidence")
    return [
        criterion
        for criterion in criteria
        if not form[f"mark-{criterion.public_id}"].data
        and any(form[f"{part}-{criterion.public_id}"].data for part in parts)
    ]


class ConflictForm(Form):
    """A member's own conflict of interest."""

    kind = RadioField(
        _l("What ties you to it?"),
        [InputRequired(_CHOOSE)],
        choices=[(kind.value, words) for kind, words in CONFLICT_KINDS.items()],
    )
    words = TextAreaField(_l("In a few words (optional)"), validators=[at_most(WORDS_LIMIT)])


class ConflictForMemberForm(Form):
    """An organiser declares one for a member."""

    member = SelectField(_l("Member"))
    candidate = SelectField(_l("Candidate"))
    kind = SelectField(
        _l("What ties the member to it"), choices=[(kind.value, words) for kind, words in CONFLICT_SHORT.items()]
    )
    words = TextAreaField(_l("In a few words (optional)"), validators=[at_most(WORDS_LIMIT)])

    def offer(self, members: Sequence[User], sids: Sequence[Sid]) -> "ConflictForMemberForm":
        """Choose from these."""
        self.member.choices = [(member.public_id, member.name or member.email) for member in members]
        self.candidate.choices = [(sid.public_id, translate(sid.title)) for sid in sids]
        return self


class ConflictRuleForm(Form):
    """What the public record says of conflicts."""

    version = HiddenField()
    rule = RadioField(
        _l("The public record says"), choices=[(rule.value, words) for rule, words in CONFLICT_RULES.items()]
    )


class AnotherRoundForm(Form):
    """What another round of scoring is for."""

    form_id = HiddenField(default=public_id)
    purpose = TranslatedField(_l("What is it for?"), long=True, needed=True)
