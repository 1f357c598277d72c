"""A questionnaire with pages and conditions, and somebody who fills in its form as a browser sends it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState, Paging, QuestionKind
from tests.factories.survey import make_consultation
from tests.whole.forms import Form, forms_of


def in_two(english: str, dutch: str = "") -> dict[str, str]:
    return {"en": english, **({"nl": dutch} if dutch else {})}


def choice(key: str, english: str, dutch: str = "", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": in_two(english, dutch), **more}


YES_NO = {"choices": [choice("yes", "Yes", "Ja"), choice("no", "No", "Nee")]}
WAYS = [choice("bus", "By bus", "Met de bus"), choice("tram", "By tram", "Met de tram"), choice("foot", "On foot")]
CYCLISTS = {"fact": "bike", "has": "yes"}
# Four pages: a question that shows another, a page for some, a filter with piping, and a question that is asked twice.
WAY_TO_WORK = (
    QuestionDraft(
        "bike", QuestionKind.SINGLE_CHOICE, in_two("Do you cycle?", "Fietst u?"), is_required=True, options=YES_NO
    ),
    QuestionDraft(
        "why_not",
        QuestionKind.LONG_TEXT,
        in_two("Why not?", "Waarom niet?"),
        is_required=True,
        condition={"fact": "bike", "has": "no"},
    ),
    QuestionDraft("cyclists", QuestionKind.PAGE, in_two("For cyclists", "Voor fietsers"), condition=CYCLISTS),
    QuestionDraft(
        "km",
        QuestionKind.NUMBER,
        in_two("How many kilometres?", "Hoeveel kilometer?"),
        options={"min": 0, "decimals": 1},
    ),
    QuestionDraft(
        "far", QuestionKind.LONG_TEXT, in_two("What helps on {{km}} km?"), condition={"fact": "km", "at_least": 10}
    ),
    QuestionDraft("ways_page", QuestionKind.PAGE, in_two("Other ways", "Andere manieren")),
    QuestionDraft("ways", QuestionKind.MULTIPLE_CHOICE, in_two("How else do you go?"), options={"choices": WAYS}),
    QuestionDraft("end", QuestionKind.PAGE, in_two("To end", "Tot slot")),
    QuestionDraft(
        "best",
        QuestionKind.SINGLE_CHOICE,
        in_two("Of these, which is best: {{ways}}?", "Wat is het best: {{ways}}?"),
        options={"choices": WAYS, "filter": {"fact": "ways", "keep": "chosen"}},
    ),
    QuestionDraft("idea", QuestionKind.LONG_TEXT, in_two("Your idea?", "Uw idee?"), is_soft=True),
)


def make_questionnaire(
    session: Session,
    questions: Sequence[QuestionDraft] = WAY_TO_WORK,
    *,
    paging: Paging = Paging.PAGES,
    state: ConsultationState = ConsultationState.OPEN,
    **settings: Any,
) -> Consultation:
    """A consultation with these questions, open unless told otherwise."""
    made = make_consultation(
        session,
        state=ConsultationState.DRAFT,
        questions=questions,
        title=in_two("The way to work", "De weg naar het werk"),
    )
    made.paging = paging.value
    for name, value in settings.items():
        setattr(made, name, value)
    session.flush()
    if state is not ConsultationState.DRAFT:
        open_consultation(session, SYSTEM, made)
    return made


def address(consultation: Consultation, *rest: str, language: str = "en") -> str:
    return "/".join([f"/{language}/p/{consultation.process.public_id}/consultations/{consultation.public_id}", *rest])


class Respondent:
    """Somebody with a browser and no script: types into fields by name and presses buttons."""

    def __init__(self, client: FlaskClient, consultation: Consultation, language: str = "en") -> None:
        self.client = client
        self.shown = client.get(address(consultation, language=language))

    @property
    def text(self) -> str:
        """What the page says, as HTML."""
        return str(self.shown.text)

    @property
    def form(self) -> Form:
        """The form of the questionnaire."""
        return next(form for form in forms_of(self.shown.request.path, self.text) if "form_token" in form.filled())

    @property
    def asked(self) -> list[str]:
        """The keys of the questions on the page."""
        return [part.split('"')[0] for part in self.text.split('data-question="')[1:]]

    def press(self, go: str = "", *, to: str = "", more: Mapping[str, str] | None = None, **typed: str) -> "Respondent":
        """Type, then press: `bike="yes"` is the field `q-bike`, `ways__bus="1"` the field `q-ways-bus`."""
        fields = {f"q-{name.replace('__', '-')}": value for name, value in typed.items()}
        sent = {name: values[-1] for name, values in self.form.filled().items()} | fields | dict(more or {})
        if go:
            sent["go"] = go
        self.shown = self.client.post(to or self.form.action, data=sent, follow_redirects=True)
        return self
