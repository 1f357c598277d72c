"""What people fill in on the pages of the portfolio, and what its codes are called there."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.process.models import Challenge
from cocreate.selection.forms import Checkboxes
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.commands import LinkGiven
from cocreate.selection.portfolio.queries import Basis
from cocreate.selection.portfolio.rules import PARTS_MOST, STRENGTHS, MoveKind, Part, Suggested
from cocreate.selection.rules import REASON_LIMIT
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import current_language, translate
from cocreate.web.messages import register

STRENGTH_NAMES = {0: _l("not at all"), 1: _l("a little"), 2: _l("clearly"), 3: _l("strongly")}
MOVE_NAMES = {
    MoveKind.EXCLUDE: _l("Excluded"),
    MoveKind.MERGE: _l("Merged"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Made transversal"),
    MoveKind.THEMATIC: _l("Made a domain of its own again"),
}
PASSAGE_NAMES = {
    "kept": _l("Kept"),
    "open": _l("Still open"),
    MoveKind.EXCLUDE: _l("Excluded"),
    MoveKind.MERGE: _l("Taken up in others"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Kept as transversal"),
    MoveKind.THEMATIC: _l("Kept as a domain of its own"),
}
ACT_NAMES = {
    MoveKind.EXCLUDE: _l("Exclude"),
    MoveKind.MERGE: _l("Let others take it up"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Make it transversal"),
    MoveKind.THEMATIC: _l("Make it a domain of its own"),
}
ACT_HELP = {
    MoveKind.EXCLUDE: _l("It leaves the shortlist. It stays in the record with your reason."),
    MoveKind.MERGE: _l("It is no domain of its own: it lives on in one or several others that are kept."),
    MoveKind.SPLIT: _l("Several candidates take its place."),
    MoveKind.TRANSVERSAL: _l("It is kept, not as one more theme, but as a lever that serves all the others."),
    MoveKind.THEMATIC: _l("It stands beside the others, as a domain of its own."),
}
BASIS_WORDS = {
    Basis.LIST: _l("Nothing is proposed yet: every candidate on the list counts."),
    Basis.PROPOSAL: _l("Those on the proposed shortlist count as chosen."),
    Basis.DRAFT: _l("Those that the draft of the decision keeps count as chosen."),
    Basis.DECISION: _l("Those on the published shortlist count as chosen."),
}
register(
    selection__link__unknown=_l("Please choose one of the strengths for each challenge."),
    selection__link__incomplete=_l("Some links have no reason yet."),
    selection__link__needs_reason=_l("Please say why it serves this challenge."),
    selection__move__split_needs_two=_l("A candidate is split into two or three, each with a title."),
    selection__move__built_upon=_l("A later move rests on this one. Take that one back first."),
    selection__move__cards_since=_l("Cards were put behind what this move made, so it stays."),
    selection__move__undone_stays=_l("This candidate came from a move that was taken back, so it stays off the list."),
    selection__move__of_the_list=_l("A shortlist has been proposed since, so moves of the long list stay."),
    selection__move__not_of_the_list=_l("This move belongs to the decision; take it back there."),
    selection__move__nothing_proposed=_l("No shortlist has been proposed yet."),
    selection__move__others_live_in_it=_l("Other candidates are taken up in this one, so it stays on the shortlist."),
    selection__move__not_transversal=_l("This candidate is not transversal."),
    selection__move__choose_into=_l("Choose at least one other candidate that takes it up."),
    selection__move__into_dropped=_l("It can only be taken up in another candidate that is kept."),
)


def strength_name(strength: int) -> Any:
    """A strength in words."""
    return STRENGTH_NAMES[strength]


def move_name(kind: str) -> Any:
    """What was done, in words."""
    return MOVE_NAMES[MoveKind(kind)]


def suggestion_words(suggested: Suggested) -> str:
    """What a suggestion rests on, as a sentence that can stand as the reason."""
    cards = ngettext(
        "%(found)s of %(num)s card", "%(found)s of %(num)s cards", suggested.of.cards, found=suggested.found.cards
    )
    themes = ngettext(
        "%(found)s of %(num)s theme", "%(found)s of %(num)s themes", suggested.of.themes, found=suggested.found.themes
    )
    return _("%(cards)s and %(themes)s behind it belong to this challenge.", cards=cards, themes=themes)


def links_form(challenges: Sequence[Challenge]) -> type[Form]:
    """A strength and a reason per challenge."""

    class LinksForm(Form):
        """How strongly one candidate serves each challenge."""

        seen = HiddenField()

    choices = [(str(each), _l("%(number)s – %(words)s", number=each, words=STRENGTH_NAMES[each])) for each in STRENGTHS]
    for challenge in challenges:
        key = challenge.public_id
        strength = RadioField(translate(challenge.title), [Optional()], choices=choices, validate_choice=False)
        setattr(LinksForm, f"strength-{key}", strength)
        setattr(LinksForm, f"reason-{key}", TextAreaField(_l("Reason"), validators=[at_most(REASON_LIMIT)]))
    return LinksForm


def links_in(form: Form, challenges: Sequence[Challenge], known: Mapping[str, Translated]) -> list[LinkGiven]:
    """The links that were given; reasons in other languages stay. An unknown strength is refused by the command."""
    found, language = [], current_language()
    for challenge in challenges:
        typed = form[f"strength-{challenge.public_id}"].data or ""
        strength = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else -1
        typed_reason = form[f"reason-{challenge.public_id}"].data or ""
        reason = {**known.get(challenge.public_id, {}), language: typed_reason}
        found.append(LinkGiven(challenge.public_id, strength, reason))
    return found


class MoveForm(Form):
    """Why a candidate is moved, and which others take it up where it lives on."""

    form_id = HiddenField(default=public_id)
    into = Checkboxes(_l("Taken up in"))
    reason = TranslatedField(_l("Reason"), long=True, needed=True)

    def offer(self, sids: Sequence[Sid]) -> "MoveForm":
        """It can live on in these."""
        self.into.choices = [(sid.public_id, translate(sid.title)) for sid in sids]
        return self


def split_form(sid: Sid) -> type[Form]:
    """Two or three parts with their words, to which of them each sub-domain goes, and why."""

    class SplitForm(Form):
        """What a candidate becomes."""

        form_id = HiddenField(default=public_id)

    numbers = range(1, PARTS_MOST + 1)
    for number in numbers:
        setattr(SplitForm, f"title-{number}", TranslatedField(_l("Title of part %(number)s", number=number)))
        description = TranslatedField(_l("Description of part %(number)s", number=number), long=True)
        setattr(SplitForm, f"description-{number}", description)
    choices = [("", _l("Nowhere")), *((str(number), _l("Part %(number)s", number=number)) for number in numbers)]
    for place, words in enumerate(sid.sub_domains):
        setattr(SplitForm, f"goes-{place}", SelectField(translate(words), choices=choices, default=""))
    SplitForm.reason = TranslatedField(_l("Why it is split"), long=True, needed=True)  # type: ignore[attr-defined]
    return SplitForm


def parts_in(form: Any, sid: Sid) -> list[Part]:
    """The parts that have a title."""
    found = []
    for number in range(1, PARTS_MOST + 1):
        if title := form[f"title-{number}"].data:
            own = tuple(place for place in range(len(sid.sub_domains)) if form[f"goes-{place}"].data == str(number))
            found.append(Part(title, form[f"description-{number}"].data, own))
    return found
