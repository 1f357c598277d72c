"""What people fill in about the library of evidence."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.ids import public_id
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold
from cocreate.process.evidence.reading import as_typed, read_typed
from cocreate.process.evidence.rules import CONSENT_NAMES, GOALS, POLICIES, Consent, EvidenceKind
from cocreate.process.models import Evidence
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import LANGUAGES, NAMES

LARGEST_TEXT = 200_000


class ContextForm(Form):
    """A megatrend, a transition, a trend or a priority."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Title"), needed=True)


class TagsField(SelectMultipleField):
    """Several tags as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EvidenceForm(Form):
    """What every piece of evidence has."""

    form_id = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    summary = TranslatedField(_l("What it tells us"), long=True)
    source = StringField(_l("Source"), validators=[at_most(300)])
    url = StringField(
        _l("Address on the web"),
        validators=[at_most(1000)],
        render_kw={"type": "url", "inputmode": "url"},
        description=_l("It begins with https:// or http://."),
    )
    day = DateField(_l("Day"), validators=[Optional()])
    goals = TagsField(_l("Goals of the United Nations that it is about"), choices=list(GOALS.items()))
    policies = TagsField(_l("Policies of the European Union that it is about"), choices=list(POLICIES.items()))

    def fill(self, row: Evidence) -> None:
        """Show what is stored."""
        self.version.data = str(row.version)
        self.title.process(None, data=row.title)
        self.summary.process(None, data=row.summary)
        self.source.data, self.url.data, self.day.data = row.source, row.url, row.day
        self.goals.data = self.policies.data = list(row.tags)

    def told(self) -> EvidenceTold:
        """What was filled in."""
        return EvidenceTold(**self._common())

    def _common(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "summary": self.summary.data,
            "source": self.source.data or "",
            "url": self.url.data or "",
            "day": self.day.data,
            "tags": (*(self.goals.data or ()), *(self.policies.data or ())),
        }


class IndicatorForm(EvidenceForm):
    """An indicator with its values."""

    unit = StringField(_l("Unit"), validators=[at_most(80)])
    numbers = TextAreaField(
        _l("Values"),
        validators=[at_most(LARGEST_TEXT)],
        description=_l("One a line: territory; year; value. For example: Brussels; 2017; 2.04"),
    )

    def fill(self, row: Evidence) -> None:
        """Show what is stored."""
        super().fill(row)
        self.unit.data = row.unit
        self.numbers.data = as_typed((one.territory, one.numbers) for one in row.series)

    def told(self) -> EvidenceTold:
        """What was filled in; Invalid for a line of values that says nothing."""
        return EvidenceTold(**self._common(), unit=self.unit.data or "", series=read_typed(self.numbers.data or ""))


class InterviewForm(EvidenceForm):
    """An interview: who, what was noted, what may be quoted."""

    person = StringField(_l("Who was interviewed"), validators=[at_most(200)])
    organisation = StringField(_l("Organisation"), validators=[at_most(200)])
    consent = RadioField(
        _l("What the person agreed to"), choices=list(CONSENT_NAMES.items()), default=Consent.NOTHING.value
    )
    quotes = TextAreaField(_l("Quotes"), validators=[at_most(40_000)], description=_l("One a line, word for word."))
    language = SelectField(_l("Language of the quotes"), choices=[(code, NAMES[code]) for code in LANGUAGES])
    notes = TextAreaField(
        _l("Notes"),
        validators=[at_most(40_000)],
        description=_l("Never published: only organisers and analysts of this process read them."),
    )

    def fill(self, row: Evidence) -> None:
        """Show what is stored."""
        super().fill(row)
        if row.interview is not None:
            talk = row.interview
            self.person.data, self.organisation.data, self.consent.data = talk.person, talk.organisation, talk.consent
            self.quotes.data, self.language.data, self.notes.data = "\n".join(talk.quotes), talk.language, talk.notes

    def told(self) -> EvidenceTold:
        """What was filled in."""
        quotes = tuple(line.strip() for line in (self.quotes.data or "").splitlines() if line.strip())
        talk = InterviewTold(
            person=self.person.data or "",
            organisation=self.organisation.data or "",
            consent=Consent(self.consent.data),
            notes=self.notes.data or "",
            quotes=quotes,
            language=self.language.data,
        )
        return EvidenceTold(**self._common(), interview=talk)


FORMS: dict[EvidenceKind, type[EvidenceForm]] = {
    EvidenceKind.DOCUMENT: EvidenceForm,
    EvidenceKind.INDICATOR: IndicatorForm,
    EvidenceKind.INTERVIEW: InterviewForm,
}


class TableForm(Form):
    """A table of indicators: a file or pasted text, looked at before it is taken in."""

    file = FileField(_l("File"), description=_l("CSV, XLSX, ODS, or SDMX-CSV from Eurostat."))
    table = TextAreaField(_l("Or paste the table here"), validators=[at_most(2_000_000)])
    decimal = RadioField(
        _l("How decimals are written"),
        choices=[("point", _l("With a point: 1234.5")), ("comma", _l("With a comma: 1234,5"))],
        default="point",
    )
    language = SelectField(_l("Language of the names"), choices=[(code, NAMES[code]) for code in LANGUAGES])
