"""Every component on one page, for those who build pages; served in development and in tests only."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template, request
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.permissions import EVERYONE, Permission, define
from cocreate.web.access import requires
from cocreate.web.forms import Form, TranslatedField

define(Permission("core:styleguide", EVERYONE, "See the components that pages are made of (development only)."))

CHALLENGES = (
    ("climate", "Climate & energy"),
    ("resources", "Optimisation of resources"),
    ("mobility", "Mobility"),
    ("food", "Healthy & sustainable food"),
    ("health", "Health & well-being"),
    ("inclusion", "Participative & inclusive society"),
)


@dataclass(frozen=True)
class SampleChart:
    """What the charts of the analysis offer to the chart component."""

    svg: Markup
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SampleProcess:
    """As much of a process as the process band reads."""

    title: dict[str, str]


class SampleForm(Form):
    """One field of each kind."""

    helix = SelectField(
        "I answer as", choices=[("", "Choose"), ("research", "Researcher"), ("civil", "Citizen or association")]
    )
    language = SelectField("Language of my answers", choices=[("nl", "Nederlands"), ("fr", "Français")])
    email = StringField(
        "E-mail address", description="Only to send you a sign-in link.", validators=[DataRequired(), Email()]
    )
    fit = RadioField(
        "Are these the right challenges for the region?", choices=[("y", "Yes"), ("p", "Partly"), ("n", "No")]
    )
    topics = SelectMultipleField(
        "What is missing?",
        description="Choose all that apply.",
        choices=[("education", "Education"), ("digital", "Digitalisation"), ("culture", "Culture")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    proposal = TextAreaField(
        "Describe a project", description="What, where, and with whom?", validators=[DataRequired(), Length(max=140)]
    )
    count = IntegerField("How many people would take part?")
    until = DateField("Ready by")
    attachment = FileField("A drawing or a plan", description="PDF or picture, at most 5 MB.")
    heading = TranslatedField("Title of the consultation", needed=True)
    agreed = BooleanField("I have read how my answers are used", validators=[DataRequired()])


def _sample_line(label: str) -> dict[str, Any]:
    return {"label": label, "url": f"#{label}", "is_current": label == "Consultation"}


def samples() -> dict[str, Any]:
    """Everything that the page shows: a form after a failed submit, a chart, scores, phases, a trail."""
    form = SampleForm(
        formdata=None,
        data={
            "helix": "civil",
            "language": "nl",
            "email": "someone@",
            "proposal": "A shared workshop under the railway arches. " * 4,
            "topics": ["digital"],
            "fit": "p",
        },
    )
    if request.args.get("form") != "clean":
        form.validate()
    shares = (("Research", 44), ("Civil society", 39), ("Business", 8), ("Public sector", 7), ("Other", 2))
    bars = Markup("").join(
        Markup(
            '<text class="sample-chart__label" x="0" y="{y}">{label}</text>'
            '<rect class="fill-chart-1" x="130" y="{top}" width="{width}" height="16"/>'
            '<text class="sample-chart__label" x="{end}" y="{y}">{share} %</text>'
        ).format(y=18 + 30 * at, top=5 + 30 * at, label=label, width=share * 9, end=138 + share * 9, share=share)
        for at, (label, share) in enumerate(shares)
    )
    return {
        "form": form,
        "process": SampleProcess({"en": "Brussels 2021-2027"}),
        "process_url": "#content",
        "process_phases": sample_phases(),
        "process_nav": [
            _sample_line("The record"),
            {
                "label": "Take part",
                "entries": [_sample_line("Consultation"), _sample_line("Innovation Camp")],
                "is_current": True,
            },
            {"label": "Results", "entries": [_sample_line("Shortlist"), _sample_line("Action plan")]},
        ],
        "sample_phases": sample_phases(),
        "sample_chart": SampleChart(
            Markup('<svg viewBox="0 0 640 155" role="img" aria-label="Who took part">{}</svg>').format(bars),
            "Participants by family of the quadruple helix, 615 answers.",
            ("Family", "Share", "Answers"),
            tuple((label, f"{share} %", str(round(share * 6.15))) for label, share in shares),
        ),
        "sample_scores": (
            ("Advanced digital technologies and services", 3.9, 4.6, 4.4, 4.7, 4.4, True),
            ("Climate: resilient buildings and infrastructure", 4.8, 4.2, 3.9, 4.1, 4.3, True),
            ("Optimal use of resources", 4.5, 3.8, 3.7, 3.9, 4.0, True),
            ("Food systems close to the city", 4.1, 3.1, 2.8, 3.2, 3.3, False),
        ),
        "sample_page_url": lambda number: f"?page={number}#tables",
        "sample_trail": (
            {
                "kind": "Answer",
                "label": "Meer bomen, minder steen",
                "lang": "nl",
                "meta": "citizen, Dutch",
                "url": "#trail",
            },
            {
                "kind": "Theme",
                "label": "Public space that stays cool",
                "meta": "48 answers, accepted by an analyst",
                "url": "#trail",
            },
            {"kind": "Card", "label": "Shade as a service", "meta": "Innovation Camp, group Climate", "url": "#trail"},
            {
                "kind": "Strategic innovation domain",
                "label": "Climate: resilient buildings and infrastructure",
                "meta": "shortlisted",
                "url": "#trail",
            },
        ),
        "sample_challenges": [
            {"id": key, "label": label, "rank": {"mobility": 1, "climate": 2}.get(key, "")} for key, label in CHALLENGES
        ],
    }


def sample_phases() -> list[dict[str, str]]:
    """The four phases of the reference process, in the middle of the second."""
    return [
        {"label": "Challenges", "state": "done", "dates": "until February", "url": "#time"},
        {"label": "Consultation", "state": "current", "dates": "until 14 June", "url": "#time"},
        {"label": "Innovation Camp", "state": "upcoming", "dates": "20 September"},
        {"label": "Shortlist", "state": "upcoming", "dates": "October"},
        {"label": "Action plan", "state": "upcoming", "dates": "next spring"},
    ]


@requires("core:styleguide")
def styleguide() -> str:
    """The page."""
    return render_template("styleguide.html", **samples())


def init_app(app: Flask) -> None:
    """Add the page where people build pages."""
    if app.debug or app.testing:
        app.add_url_rule("/styleguide", "core.styleguide", styleguide)
