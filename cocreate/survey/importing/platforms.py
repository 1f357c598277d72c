"""What exports of participation platforms have in common: words, and a plan that grows column by column."""

from collections import Counter

from cocreate.core.grids import Grid
from cocreate.survey.importing.found import note
from cocreate.survey.importing.plans import IGNORE, ColumnPlan, Role, TablePlan, to
from cocreate.survey.importing.texts import key_of, language_of
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
