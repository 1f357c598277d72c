"""What the check finds: how grave it is, a code with parameters, and the question it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error stops the opening; a warning tells of trouble; a hint could make it better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing found."""

    severity: Severity
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""  # its key
