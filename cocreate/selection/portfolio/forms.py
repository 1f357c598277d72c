"""What people fill in on the pages of the portfolio."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.process.models import Challenge
from cocreate.selection.forms import Checkboxes
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.links import LinkGiven
from cocreate.selection.portfolio.rules import PARTS_MOST, STRENGTHS, Part
from cocreate.selection.portfolio.words import STRENGTH_NAMES
from cocreate.selection.rules import REASON_LIMIT
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import current_language, translate


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
