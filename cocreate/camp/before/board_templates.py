"""Ready-made boards and session plans. Their texts are translated like the interface, and stored with the camp."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from cocreate.camp.rules import Layout, StepKind
from cocreate.settings import LANGUAGES


@dataclass(frozen=True)
class ZoneTemplate:
    """A zone with what it is for."""

    key: str
    title: Any
    help: Any = ""
    layout: Layout = Layout.LIST
    columns: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class StepTemplate:
    """A step of the plan."""

    kind: StepKind
    title: Any
    minutes: int
    help: Any = ""
    guide: Any = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BoardTemplate:
    """A way of working together."""

    key: str
    title: Any
    summary: Any
    zones: tuple[ZoneTemplate, ...]
    steps: tuple[StepTemplate, ...]


WELCOME = StepTemplate(
    StepKind.WELCOME,
    _l("Welcome"),
    10,
    _l("Say who you are and what brings you here."),
    _l("Let everybody speak once."),
)
READ = StepTemplate(
    StepKind.READ,
    _l("Read the sheet"),
    10,
    _l("Read what is known about your challenge: its parts, the assets, the themes of the consultation."),
)
BREAK = StepTemplate(StepKind.BREAK, _l("Break"), 15)

BRUSSELS = BoardTemplate(
    "brussels",
    _l("Brussels Innovation Camp"),
    _l("Half a day from a challenge to elements of innovation domains, in the three aspects of the Brussels plan."),
    (
        ZoneTemplate(
            "market", _l("Market potential and demand"), _l("Who needs this, now or soon, and how large can it become?")
        ),
        ZoneTemplate(
            "strengths",
            _l("Strengths and advantages"),
            _l("What do our companies, researchers, authorities and citizens do better than elsewhere?"),
        ),
        ZoneTemplate(
            "candidates",
            _l("Elements of innovation domains"),
            _l("Which activities belong together and could become a strategic innovation domain?"),
        ),
    ),
    (
        WELCOME,
        READ,
        StepTemplate(
            StepKind.WRITE,
            _l("Write by yourself"),
            10,
            _l("Write one thought on a card. Nobody sees it yet."),
            _l("Silence helps those who speak less."),
        ),
        StepTemplate(StepKind.REVEAL, _l("Look at all cards"), 10, _l("Read what the others wrote.")),
        StepTemplate(
            StepKind.CLUSTER, _l("Put together what belongs together"), 25, _l("Stack, merge and link cards.")
        ),
        BREAK,
        StepTemplate(
            StepKind.DISCUSS,
            _l("From strengths to domains"),
            45,
            _l("Which need meets which strength? Write the elements of a domain."),
        ),
        StepTemplate(
            StepKind.VOTE, _l("Vote"), 10, _l("Put your dots on what matters most."), settings={"kind": "dots"}
        ),
        StepTemplate(StepKind.HARVEST, _l("Say what you found"), 30, _l("Each group presents its elements.")),
    ),
)

WORLD_CAFE = BoardTemplate(
    "world_cafe",
    _l("World café"),
    _l("Rounds of talk at tables; people go on to the next table, a host stays and tells what was said."),
    (
        ZoneTemplate("question", _l("The question of this table"), _l("What do we want to know here?")),
        ZoneTemplate("insights", _l("What we see"), _l("One thought a card; build on those of the round before.")),
        ZoneTemplate("harvest", _l("What we take along"), _l("What should everybody hear at the end?")),
    ),
    (
        WELCOME,
        StepTemplate(StepKind.DISCUSS, _l("First round"), 20, _l("Talk, and write down what you see.")),
        StepTemplate(
            StepKind.DISCUSS,
            _l("Second round"),
            20,
            _l("The host tells what was said before. Build on it."),
            settings={"groups": "next"},
        ),
        StepTemplate(
            StepKind.DISCUSS, _l("Third round"), 20, _l("Look for what links the tables."), settings={"groups": "next"}
        ),
        StepTemplate(
            StepKind.VOTE, _l("Vote"), 10, _l("What matters most?"), settings={"kind": "dots", "groups": "home"}
        ),
        StepTemplate(StepKind.HARVEST, _l("Harvest"), 25, _l("The hosts tell what their tables found.")),
    ),
)

SWOT = BoardTemplate(
    "swot",
    _l("Strengths, weaknesses, opportunities, threats"),
    _l("Four fields, inside and outside, helpful and harmful; then what follows from them."),
    (
        ZoneTemplate("strengths", _l("Strengths"), _l("What are we good at?")),
        ZoneTemplate("weaknesses", _l("Weaknesses"), _l("What do we lack?")),
        ZoneTemplate("opportunities", _l("Opportunities"), _l("What outside helps us?")),
        ZoneTemplate("threats", _l("Threats"), _l("What outside can harm us?")),
    ),
    (
        WELCOME,
        StepTemplate(StepKind.WRITE, _l("Write by yourself"), 15, _l("At least one card in each field.")),
        StepTemplate(StepKind.REVEAL, _l("Look at all cards"), 10, _l("Read what the others wrote.")),
        StepTemplate(StepKind.CLUSTER, _l("Put together what belongs together"), 20, _l("Stack and merge cards.")),
        StepTemplate(
            StepKind.DISCUSS,
            _l("What follows from it"),
            30,
            _l("Which strength uses which opportunity? Which weakness meets which threat? Link the cards."),
        ),
        StepTemplate(StepKind.VOTE, _l("Vote"), 10, _l("What comes first?"), settings={"kind": "dots"}),
    ),
)

RETROSPECTIVE = BoardTemplate(
    "retrospective",
    _l("Looking back"),
    _l("What went well, what did not, what we do differently from now on."),
    (
        ZoneTemplate("well", _l("What went well"), _l("What should stay?")),
        ZoneTemplate("badly", _l("What was hard"), _l("What cost strength or time?")),
        ZoneTemplate(
            "next",
            _l("What we do next"),
            _l("One step a card, with a name."),
            Layout.COLUMNS,
            (("now", _l("Now")), ("soon", _l("Soon")), ("later", _l("Later"))),
        ),
    ),
    (
        WELCOME,
        StepTemplate(StepKind.WRITE, _l("Write by yourself"), 10, _l("What went well, and what was hard?")),
        StepTemplate(StepKind.REVEAL, _l("Look at all cards"), 10, _l("Read what the others wrote.")),
        StepTemplate(StepKind.DISCUSS, _l("Understand"), 20, _l("Ask before you judge.")),
        StepTemplate(StepKind.VOTE, _l("Vote"), 5, _l("What do we change first?"), settings={"kind": "dots"}),
        StepTemplate(StepKind.DISCUSS, _l("Agree on steps"), 15, _l("Who does what, until when?")),
    ),
)

JURY = BoardTemplate(
    "jury",
    _l("Deliberation of a citizens’ jury"),
    _l("From questions and what experts say to arguments and recommendations that a jury can stand behind."),
    (
        ZoneTemplate("questions", _l("Questions"), _l("What do we have to know to judge?")),
        ZoneTemplate("heard", _l("What we heard"), _l("Facts and views, with who said them.")),
        ZoneTemplate(
            "arguments",
            _l("Arguments"),
            _l("One argument a card."),
            Layout.COLUMNS,
            (("for", _l("For")), ("against", _l("Against")), ("depends", _l("It depends"))),
        ),
        ZoneTemplate("recommendations", _l("Recommendations"), _l("What we recommend, to whom, and why.")),
    ),
    (
        WELCOME,
        StepTemplate(StepKind.READ, _l("Hear the experts"), 40, _l("Note what you hear and what you want to ask.")),
        StepTemplate(StepKind.WRITE, _l("Write by yourself"), 10, _l("Your questions and first arguments.")),
        StepTemplate(StepKind.REVEAL, _l("Look at all cards"), 10, _l("Read what the others wrote.")),
        StepTemplate(StepKind.DISCUSS, _l("Weigh the arguments"), 45, _l("Look for the best reasons on every side.")),
        BREAK,
        StepTemplate(StepKind.DISCUSS, _l("Write recommendations"), 45, _l("Say what, to whom, and why.")),
        StepTemplate(
            StepKind.VOTE,
            _l("How far do you agree?"),
            15,
            _l("From whole-hearted agreement to: I cannot go along."),
            settings={"kind": "gradient"},
        ),
        StepTemplate(StepKind.HARVEST, _l("Read them aloud"), 20, _l("With the reasons of those who disagree.")),
    ),
)

TEMPLATES = {one.key: one for one in (BRUSSELS, WORLD_CAFE, SWOT, RETROSPECTIVE, JURY)}


def in_languages(text: Any) -> dict[str, str]:
    """The text by language: English, and each language that says it otherwise."""
    found: dict[str, str] = {}
    for language in ("en", *(code for code in LANGUAGES if code != "en")):
        with force_locale(language):
            said = str(text)
        if language == "en" or said != found["en"]:
            found[language] = said
    return found
