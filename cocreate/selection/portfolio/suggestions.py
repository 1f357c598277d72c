"""Which challenges a candidate seems to serve, from where its cards were written and where its themes were placed."""

from collections.abc import Mapping, Sequence

from cocreate.process.models import Challenge
from cocreate.selection.evidence import Evidence
from cocreate.selection.portfolio.rules import Pieces, Suggested, suggest
from cocreate.themes.rules import ThemeState

Links = dict[int, dict[int, Suggested]]  # candidate → challenge (keys)


def suggested_links(evidence: Mapping[int, Evidence], challenges: Sequence[Challenge]) -> Links:
    """Suggestions by candidate: a card counts for its group's challenge, a theme for the one it was placed at."""
    return {sid_id: suggest(_pieces(found, challenges)) for sid_id, found in evidence.items()}


def _pieces(found: Evidence, challenges: Sequence[Challenge]) -> dict[int, Pieces]:
    pieces = {challenge.id: Pieces() for challenge in challenges}
    for line in found.cards:
        if line.group.challenge_id in pieces:
            pieces[line.group.challenge_id] += Pieces(cards=1)
    for theme in found.themes:
        if theme.state == ThemeState.ACCEPTED and theme.challenge_id in pieces:
            pieces[theme.challenge_id] += Pieces(themes=1)
    return pieces
