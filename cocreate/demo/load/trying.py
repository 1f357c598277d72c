"""A camp to try everything in: a plan ready to start, boards with prepared cards, nobody in it yet."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp.before import preparing
from cocreate.camp.models import Camp, WorkingGroup
from cocreate.camp.rules import BoardState
from cocreate.core.permissions import Actor
from cocreate.demo.load.camping import VOTES, take_plan
from cocreate.demo.story import LANGUAGES, Text
from cocreate.process.models import Process
from cocreate.themes.models import Theme

MOST_THEMES = 3  # prepared for a group
TITLE = Text(
    nl="Probeerkamp: hier mag u alles", fr="Camp d’essai : ici, tout est permis", en="Trial camp: try anything here",
    de="Probecamp: Hier dürfen Sie alles",
)  # fmt: skip
WORDS = Text(
    nl="Het camp van de demonstratie is afgelopen; zijn kaarten horen bij het verslag. Op dit bord kunt u zelf kaarten "
    "toevoegen, verplaatsen en erop stemmen.",
    fr="Le camp de la démonstration est terminé ; ses cartes font partie du compte rendu. Sur ce tableau, vous pouvez "
    "ajouter, déplacer et soutenir des cartes.",
    en="The camp of the demonstration is over; its cards belong to the record. On this board you can add cards, move "
    "them and vote for them.",
    de="Das Camp der Demonstration ist vorbei; seine Karten gehören zum Protokoll. Auf diesem Board können Sie Karten "
    "hinzufügen, verschieben und dafür stimmen.",
)


def open_trial_camp(session: Session, facilitator: Actor, process: Process, themes: Sequence[Theme]) -> Camp:
    """Open boards with themes and assets on them, a plenary, and the plan of the Brussels camp, not started."""
    camp = commands.create_camp(
        session,
        facilitator,
        process,
        title=TITLE.as_dict(),
        introduction=WORDS.as_dict(),
        votes_per_seat=VOTES,
    )
    preparing.add_plenary(session, facilitator, camp)
    take_plan(session, facilitator, camp)
    of_challenge = _by_challenge(themes)
    for place, group in enumerate(camp.working_groups):
        _prepare(session, facilitator, group, of_challenge, LANGUAGES[place % len(LANGUAGES)])
    commands.steer_all_boards(session, facilitator, camp, BoardState.OPEN)
    commands.admit_people(session, facilitator, camp, is_open=True)
    return camp


def _prepare(
    session: Session, facilitator: Actor, group: WorkingGroup, themes: Mapping[int, list[Theme]], language: str
) -> None:
    """What people ask for beside what the region has, in the language of the group."""
    challenge = group.challenge
    assert challenge is not None, "every group of it has one"
    found = themes.get(challenge.id, [])[:MOST_THEMES]
    preparing.prefill(session, facilitator, group.board, zone="market", themes=found, assets=[], language=language)
    preparing.prefill(
        session, facilitator, group.board, zone="strengths", themes=[], assets=challenge.assets, language=language
    )


def _by_challenge(themes: Sequence[Theme]) -> Mapping[int, list[Theme]]:
    """The themes that belong to each challenge, or to a part of it, the largest first."""
    found: dict[int, list[Theme]] = {}
    for theme in sorted(themes, key=lambda theme: (-theme.size, theme.id)):
        if theme.challenge_id is not None:
            found.setdefault(theme.challenge_id, []).append(theme)
    return found
