"""Exports of Decidim and CONSUL: proposals, comments and meetings as sheets of answers, debates as questions."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cocreate.core.grids import Grid, Row
from cocreate.survey.importing.limesurvey import split_title
from cocreate.survey.importing.plans import IGNORE, ColumnPlan, Found, Note, Role, TablePlan, note, to
from cocreate.survey.importing.texts import key_of, language_of, plain
from cocreate.survey.questionnaire import QuestionDraft, QuestionnaireDraft
from cocreate.survey.rules import QuestionKind

Texts = dict[str, str]
PROPOSAL: Texts = {"nl": "Voorstel", "fr": "Proposition", "en": "Proposal", "de": "Vorschlag"}
COMMENT: Texts = {"nl": "Reactie", "fr": "Commentaire", "en": "Comment", "de": "Kommentar"}
ABOUT: Texts = {"nl": "Gaat over", "fr": "À propos de", "en": "About", "de": "Betrifft"}
MOST_CHOICES = 200


class Plan:
    """Columns and questions as they are found."""

    def __init__(self, grid: Grid, language: str) -> None:
        self.grid, self.language = grid, language
        self.columns: dict[int, ColumnPlan] = {}
        self.questions: list[QuestionDraft] = []

    def put(self, heading: str, column: ColumnPlan) -> None:
        """A role for the column of that name."""
        self.columns[self.grid.headings.index(heading)] = column

    def day(self) -> None:
        """The day of an entry, whichever of the two names it has."""
        for name in ("created_at", "published_at"):
            if name in self.grid.headings and not any(each.role is Role.DAY for each in self.columns.values()):
                self.put(name, ColumnPlan(Role.DAY))

    def choice(self, key: str, prefix: str, title: Texts) -> None:
        """A question whose choices are what stands in the first filled column with such a name."""
        for index, heading in enumerate(self.grid.headings):
            values = Counter(self.grid.column(index))
            if not heading.startswith(prefix) or not values or len(values) > MOST_CHOICES:
                continue
            code = language_of(heading.rsplit("/", 1)[-1]) if heading.startswith(f"{prefix}/") else ""
            taken: set[str] = set()
            choices = []
            for value, _ in values.most_common():
                taken.add(name := key_of(value, taken))
                choices.append({"key": name, "label": {code or self.language: value}})
            self.questions.append(QuestionDraft(key, QuestionKind.SINGLE_CHOICE, title, options={"choices": choices}))
            self.columns[index] = to(key)
            return

    def made(self, title: str) -> TablePlan:
        """The plan; columns that nothing was made of are listed."""
        columns = tuple(self.columns.get(index, IGNORE) for index in range(len(self.grid.headings)))
        notes = tuple(
            note(heading, "no_place" if self.grid.column(index) else "empty_column")
            for index, heading in enumerate(self.grid.headings)
            if columns[index] == IGNORE
        )
        draft = QuestionnaireDraft(
            title={self.language: title}, settings={"results_rule": "staff"}, questions=tuple(self.questions)
        )
        return TablePlan(draft, columns, notes)


CITY: Texts = {"nl": "Stad", "fr": "Ville", "en": "City", "de": "Stadt"}
PROJECT: Texts = {"nl": "Project", "fr": "Projet", "en": "Project", "de": "Projekt"}


def is_consul_proposals(headings: set[str]) -> bool:
    """Whether these are the columns of an export of proposals."""
    own = {"id", "title", "description", "cached_votes_up", "comments_count"}
    return own <= headings or {"URL", "Title", "Description", "Supporters"} <= headings


def is_consul_comments(headings: set[str]) -> bool:
    """The same for comments."""
    own = {"id", "body", "commentable_id", "commentable_type", "cached_votes_up"}
    return own <= headings or {"URL", "Text", "Likes", "Dislikes"} <= headings


def consul_proposals(grid: Grid, title: str, language: str) -> TablePlan:
    """A proposal is a project with title and description, made for a project and in a city."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("proposal", QuestionKind.PROJECT, PROPOSAL))
    plan.put(_named(grid, "title", "Title"), to("proposal", "title"))
    plan.put(_named(grid, "description", "Description"), to("proposal", "description"))
    return _completed(plan, ("project", "Proposed for Project", PROJECT), ("city", "City", CITY)).made(title)


def consul_comments(grid: Grid, title: str, language: str) -> TablePlan:
    """A comment is a text, with what it is about."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("comment", QuestionKind.LONG_TEXT, COMMENT))
    plan.put(_named(grid, "body", "Text"), to("comment"))
    about = _named(grid, "commentable_id", "Project")
    return _completed(plan, ("about", about, ABOUT), ("city", "City", CITY)).made(title)


def _completed(plan: Plan, *choices: tuple[str, str, Texts]) -> Plan:
    for heading in ("public_created_at", "Date"):
        if heading in plan.grid.headings:
            plan.put(heading, ColumnPlan(Role.DAY))
    for key, heading, words in choices:
        plan.choice(key, heading, words)
    return plan


def _named(grid: Grid, *names: str) -> str:
    return next(name for name in names if name in grid.headings)


CATEGORY: Texts = {"nl": "Categorie", "fr": "Catégorie", "en": "Category", "de": "Kategorie"}
SCOPE: Texts = {"nl": "Gebied", "fr": "Secteur", "en": "Scope", "de": "Bereich"}
ALIGNMENT: Texts = {"nl": "Standpunt", "fr": "Position", "en": "Position", "de": "Haltung"}
POSITIONS: dict[str, Texts] = {
    "-1": {"nl": "Tegen", "fr": "Contre", "en": "Against", "de": "Dagegen"},
    "0": {"nl": "Neutraal", "fr": "Neutre", "en": "Neutral", "de": "Neutral"},
    "1": {"nl": "Voor", "fr": "Pour", "en": "For", "de": "Dafür"},
}


MEETING: Texts = {"nl": "Bijeenkomst", "fr": "Rencontre", "en": "Meeting", "de": "Treffen"}
REPORT: Texts = {"nl": "Waarover het ging", "fr": "Sujet traité", "en": "What it was about", "de": "Worum es ging"}
PRESENT: Texts = {"nl": "Aanwezigen", "fr": "Présents", "en": "People present", "de": "Anwesende"}
TRANSLATED = ("title", "body", "description")  # that newer versions write in a column for each language


def is_proposals(headings: set[str]) -> bool:
    """Whether these are the columns of an export of proposals."""
    return {"id", "title", "body"} <= _plain_names(headings) and any(
        name.startswith(("category/", "component/", "taxonomies/")) for name in headings
    )


def is_comments(headings: set[str]) -> bool:
    """The same for comments."""
    return {"id", "body", "alignment", "commentable_id"} <= headings


def is_meetings(headings: set[str]) -> bool:
    """The same for meetings."""
    return {"id", "title", "description", "start_time", "attendees"} <= _plain_names(headings)


def is_debates(headings: set[str]) -> bool:
    """The same for debates."""
    return "id" in headings and any(name.startswith("title/") for name in headings) and "body" not in headings


def _plain_names(headings: set[str]) -> set[str]:
    return {_plain_name(heading) for heading in headings}


def _plain_name(heading: str) -> str:
    name, _, code = heading.partition("/")
    return name if name in TRANSLATED and language_of(code) else heading


def in_one_language(grid: Grid, language: str) -> Grid:
    """Columns of one text in several languages become one, without markup: the wanted language where it is filled,
    else the first that is."""
    names = [_plain_name(heading) for heading in grid.headings]
    columns: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        columns.setdefault(name, []).append(index)
    wanted = {
        name: sorted(indexes, key=lambda index: language_of(grid.headings[index].rpartition("/")[2]) != language)
        for name, indexes in columns.items()
    }
    return Grid(tuple(wanted), tuple(Row(row.line, _merged(row, wanted)) for row in grid.rows), grid.how)


def _merged(row: Row, wanted: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    cells = {name: next((row.cells[i] for i in places if row.cells[i]), "") for name, places in wanted.items()}
    return tuple(plain(cell) if name in TRANSLATED else cell for name, cell in cells.items())


def proposals(grid: Grid, title: str, language: str) -> TablePlan:
    """A proposal is a project with title and description; its category and scope are choices."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("proposal", QuestionKind.PROJECT, PROPOSAL))
    plan.put("title", to("proposal", "title"))
    plan.put("body", to("proposal", "description"))
    plan.day()
    for key, prefix, words in (("category", "category/name", CATEGORY), ("scope", "scope/name", SCOPE)):
        plan.choice(key, prefix, words)
    return plan.made(title)


def comments(grid: Grid, title: str, language: str) -> TablePlan:
    """A comment is a text, with a position and with what it is about."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("comment", QuestionKind.LONG_TEXT, COMMENT))
    plan.put("body", to("comment"))
    options = {"from": -1, "to": 1, "labels": POSITIONS}
    plan.questions.append(QuestionDraft("position", QuestionKind.SCALE, ALIGNMENT, options=options))
    plan.put("alignment", to("position"))
    plan.day()
    plan.choice("about", "commentable_id", ABOUT)
    return plan.made(title)


def meetings(grid: Grid, title: str, language: str) -> TablePlan:
    """A meeting is what it was called, what it was about and how many came, on its day."""
    plan = Plan(grid, language)
    for key, kind, words, column in (
        ("meeting", QuestionKind.SHORT_TEXT, MEETING, "title"),
        ("about", QuestionKind.LONG_TEXT, REPORT, "description"),
        ("present", QuestionKind.NUMBER, PRESENT, "attendees"),
    ):
        plan.questions.append(QuestionDraft(key, kind, words))
        plan.put(column, to(key))
    plan.put("start_time", ColumnPlan(Role.DAY))
    for key, prefix, words in (("category", "category/name", CATEGORY), ("scope", "scope/name", SCOPE)):
        plan.choice(key, prefix, words)
    return plan.made(title)


def debates(grid: Grid, title: str, language: str) -> Found:
    """Every debate is a question that is answered in one's own words."""
    questions: list[QuestionDraft] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for row in grid.rows:
        texts: dict[str, Texts] = {"title": {}, "description": {}}
        for heading, cell in zip(grid.headings, row.cells, strict=True):
            name, _, code = heading.partition("/")
            if name in texts and language_of(code) and plain(cell):
                texts[name][language_of(code)] = plain(cell)
        if not texts["title"]:
            notes.append(note("–", "empty_line", line=row.line))
            continue
        split = {code: split_title(text) for code, text in texts["title"].items()}
        key = key_of(f"debate_{row.cells[list(grid.headings).index('id')]}", taken)
        taken.add(key)
        help_ = {
            code: "\n\n".join(filter(None, (rest, texts["description"].get(code)))) for code, (_, rest) in split.items()
        }
        questions.append(
            QuestionDraft(
                key,
                QuestionKind.LONG_TEXT,
                {code: first for code, (first, _) in split.items()},
                {code: text for code, text in help_.items() if text},
            )
        )
    for heading in grid.headings:
        if heading != "id" and not heading.startswith(("title/", "description/")):
            notes.append(note(heading, "no_place"))
    draft = QuestionnaireDraft(title={language: title}, questions=tuple(questions))
    return Found(draft, {"questions": len(questions)}, tuple(notes))
