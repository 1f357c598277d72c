"""What every piece of a form about options can do, and how what was typed into one is read."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, ClassVar

from cocreate.settings import LANGUAGES
from cocreate.survey.kinds.base import Typed
from cocreate.survey.rules import clean_text

KEY = re.compile(r"[a-z0-9_]{1,40}")
NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")
NEVER: Mapping[str, Any] = {"any": []}  # the condition of a choice that is switched off


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a field of the form: where, and a code with parameters."""

    field: str
    code: str
    params: Mapping[str, Any] = default(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What a question can refer to: choices of the questions before it, and the files of the consultation."""

    filters: Sequence[tuple[str, str]] = ()  # key and words of earlier questions with choices
    documents: Sequence[tuple[str, str]] = ()  # id and name


def typed(given: Typed, name: str, limit: int = 5000) -> str:
    """What stands in a field, cleaned and not endless."""
    return clean_text(given.get(name, ""))[: limit + 1]


def key_from(words: str, taken: Iterable[str] = ()) -> str:
    """A key made of words, unlike those that are taken.

    >>> key_from("Étudiant·e, ou élève ?")
    'etudiant_e_ou_eleve'
    >>> key_from("Yes!", ["yes"])
    'yes_2'
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    base = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:32].strip("_") or "item"
    known, number, found = set(taken), 2, base
    while found in known:
        found, number = f"{base}_{number}", number + 1
    return found


def words_in(given: Typed, name: str, limit: int = 5000) -> dict[str, str]:
    """A text in the languages in which there is one."""
    found = {code: typed(given, f"{name}-{code}", limit) for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


@dataclass(frozen=True)
class Part(ABC):
    """One option of a kind: its name in the options, its label, and whether it may change once people have answered."""

    name: str
    label: Any
    help: Any = ""
    is_live: bool = False
    look: ClassVar[str]  # the macro that draws it

    @property
    def field(self) -> str:
        """The name of its field, or what the names of its fields begin with."""
        return f"o-{self.name}"

    @abstractmethod
    def read(self, given: Typed, before: Any) -> Any:
        """The option as typed; None when it is not set. `before` is what is stored."""

    @abstractmethod
    def fill(self, value: Any) -> dict[str, str]:
        """The fields that stand for a stored value."""

    def mistakes(self, given: Typed) -> list[Mistake]:
        """What is wrong with what was typed."""
        return []

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        """What can be chosen, for a part that offers something."""
        return ()
