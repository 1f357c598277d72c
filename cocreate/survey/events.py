"""What happens in a consultation that other parts may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsultationOpened:
    """People can answer from now on."""

    consultation_id: int


@dataclass(frozen=True)
class ConsultationClosed:
    """Nobody can answer any more."""

    consultation_id: int


@dataclass(frozen=True)
class SubmissionReceived:
    """A sheet came in. Which one, and from whom, is not told."""

    consultation_id: int
