"""A contribution as moderation sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cocreate.core.db import Translated
from cocreate.moderation.rules import Kind


@dataclass(frozen=True)
class Subject:
    """What it says, where it belongs, and where everybody reads it."""

    kind: Kind
    key: str
    text: str
    language: str  # "" where nobody knows it
    context: Translated  # the question, the working group
    endpoint: str = ""  # of the page on which everybody reads it
    values: Mapping[str, str] = field(default_factory=dict)
