"""Exports of Decidim: proposals and comments as sheets of answers, debates as questions."""

from collections import Counter

from cocreate.core.grids import Grid
from cocreate.survey.importing.found import Found, Note, note
from cocreate.survey.importing.limesurvey import split_title
from cocreate.survey.importing.plans import IGNORE, ColumnPlan, Role, TablePlan, to
from cocreate.survey.importing.texts import key_of, language_of, plain
from cocreate.survey.questionnaire import QuestionDraft, QuestionnaireDraft
from cocreate.survey.rules import QuestionKind

Texts = dict[str, str]
PROPOSAL: Texts = {"nl": "Voorstel", "fr": "Proposition", "en": "Proposal", "de": "Vorschlag"}
COMMENT: Texts = {"nl": "Reactie", "fr": "Commentaire", "en": "Comment", "de": "Kommentar"}
CATEGORY: Texts = {"nl": "Categorie", "fr": "Catégorie", "en": "Category", "de": "Kategorie"}
SCOPE: Texts = {"nl": "Gebied", "fr": "Secteur", "en": "Scope", "de": "Bereich"}
ABOUT: Texts = {"nl": "Gaat over", "fr": "À propos de", "en": "About", "de": "Betrifft"}
ALIGNMENT: Texts = {"nl": "Standpunt", "fr": "Position", "en": "Position", "de": "Haltung"}
POSITIONS: dict[str, Texts] = {
    "-1": {"nl": "Tegen", "fr": "Contre", "en": "Against", "de": "Dagegen"},
    "0": {"nl": "Neutraal", "fr": "Neutre", "en": "Neutral", "de": "Neutral"},
    "1": {"nl": "Voor", "fr": "Pour", "en": "For", "de": "Dafür"},
}
MOST_CHOICES = 200


def is_proposals(headings: set[str]) -> bool:
    """Whether these are the columns of an export of proposals."""
    return {"id", "title", "body"} <= headings and any(
        name.startswith(("category/", "component/")) for name in headings
    )


def is_comments(headings: set[str]) -> bool:
    """The same for comments."""
    return {"id", "body", "alignment", "commentable_id"} <= headings


def is_debates(headings: set[str]) -> bool:
    """The same for debates."""
    return "id" in headings and any(name.startswith("title/") for name in headings) and "body" not in headings


def proposals(grid: Grid, title: str, language: str) -> TablePlan:
    """A proposal is a project with title and description; its category and scope are choices."""
    plan = _Plan(grid)
    plan.questions.append(QuestionDraft("proposal", QuestionKind.PROJECT, PROPOSAL))
    plan.put("title", to("proposal", "title"))
    plan.put("body", to("proposal", "description"))
    plan.day()
    for key, prefix, words in (("category", "category/name", CATEGORY), ("scope", "scope/name", SCOPE)):
        plan.choice(key, prefix, words)
    return plan.made(title, language)


def comments(grid: Grid, title: str, language: str) -> TablePlan:
    """A comment is a text, with a position and with what it is about."""
    plan = _Plan(grid)
    plan.questions.append(QuestionDraft("comment", QuestionKind.LONG_TEXT, COMMENT))
    plan.put("body", to("comment"))
    options = {"from": -1, "to": 1, "labels": POSITIONS}
    plan.questions.append(QuestionDraft("position", QuestionKind.SCALE, ALIGNMENT, options=options))
    plan.put("alignment", to("position"))
    plan.day()
    plan.choice("about", "commentable_id", ABOUT)
    return plan.made(title, language)


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


class _Plan:
    """Columns and questions as they are found."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
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
            code = language_of(heading.rsplit("/", 1)[-1]) if heading.startswith(f"{prefix}/") else "en"
            taken: set[str] = set()
            choices = []
            for value, _ in values.most_common():
                taken.add(name := key_of(value, taken))
                choices.append({"key": name, "label": {code or "en": value}})
            self.questions.append(QuestionDraft(key, QuestionKind.SINGLE_CHOICE, title, options={"choices": choices}))
            self.columns[index] = to(key)
            return

    def made(self, title: str, language: str) -> TablePlan:
        """The plan; columns that nothing was made of are listed."""
        columns = tuple(self.columns.get(index, IGNORE) for index in range(len(self.grid.headings)))
        notes = tuple(
            note(heading, "no_place" if self.grid.column(index) else "empty_column")
            for index, heading in enumerate(self.grid.headings)
            if columns[index] == IGNORE
        )
        draft = QuestionnaireDraft(
            title={language: title}, settings={"results_rule": "staff"}, questions=tuple(self.questions)
        )
        return TablePlan(draft, columns, notes)
