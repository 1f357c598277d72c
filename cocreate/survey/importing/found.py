"""What a reader found in a file: a questionnaire, counts of its parts, and notes on what is not as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cocreate.survey.questionnaire import QuestionnaireDraft


@dataclass(frozen=True)
class Note:
    """One thing that could not be taken over as it was: where it stood, and a code with parameters for the reason."""

    where: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_value(self) -> dict[str, Any]:
        """For the report that is kept."""
        return {"where": self.where, "code": self.code, "params": dict(self.params)}


def note(where: str, code: str, **params: Any) -> Note:
    """A note; its sentence is `survey.import.note.<code>`."""
    return Note(where[:120], f"survey.import.note.{code}", {name: str(value)[:200] for name, value in params.items()})


@dataclass(frozen=True)
class Found:
    """A questionnaire read from a file. `names`: the file's names of questions and their parts -> ours."""

    draft: QuestionnaireDraft
    counts: Mapping[str, int]
    notes: tuple[Note, ...]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # "Q1[SQ001]" -> (question key, part)
