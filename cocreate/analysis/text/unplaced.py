"""Answers that stand in no theme: those that hold no words, and those whose words only decline to answer.

They are kept apart and counted, so that themes and these together are always all answers.
"""

from __future__ import annotations

import re
from enum import StrEnum

LONGEST = 200  # characters; whoever writes more has said something


class Unplaced(StrEnum):
    """Why an answer stands in no theme: nothing in it can be read as words, or its words only decline to answer."""

    EMPTY = "empty"
    NO_OPINION = "no_opinion"


# Whole answers, without accents, case or punctuation.
_SAID = {
    "nl": (
        "geen mening | geen idee | geen | nee | neen | ja | nvt | niet van toepassing | weet niet | weet ik "
        "niet | ik weet het niet | geen antwoord | geen opmerking | geen opmerkingen | geen commentaar | "
        "niets | niks | geen andere"
    ),
    "fr": (
        "sans avis | sans opinion | aucun | aucune | aucun avis | aucune idee | aucune opinion | pas d avis | "
        "pas d opinion | pas d idee | non | oui | neant | rien | rien a ajouter | rien a signaler | ras | so "
        "| s o | sans objet | je ne sais pas | ne sais pas | nsp | aucun commentaire | pas de commentaire | "
        "pas de reponse | sans commentaire | sans reponse"
    ),
    "en": (
        "no opinion | none | no | yes | nothing | nothing to add | na | n a | not applicable | no answer | no "
        "comment | no comments | no idea | i don t know | i do not know | dont know | don t know | dunno | "
        "idk | nil | no response | ok | see above | idem"
    ),
    "de": (
        "keine meinung | keine ahnung | keine | keiner | nein | nichts | entfallt | weiss nicht | weiß nicht "
        "| ich weiss nicht | ich weiß nicht | ka | k a | keine angabe | keine angaben | kein kommentar | "
        "keine antwort | keine anmerkungen | nicht zutreffend | trifft nicht zu | siehe oben"
    ),
}
_DECLINING = frozenset(entry.strip() for said in _SAID.values() for entry in said.split("|"))
_ACCENTS = str.maketrans("áàâäéèêëíìîïóòôöúùûüç", "aaaaeeeeiiiioooouuuuc")


def unplaced_class(text: str) -> Unplaced | None:
    """Whether an answer says nothing that could be part of a theme.

    >>> unplaced_class(" ... 👍"), unplaced_class("Je ne sais pas."), unplaced_class("Meer groen")
    (<Unplaced.EMPTY: 'empty'>, <Unplaced.NO_OPINION: 'no_opinion'>, None)
    """
    if not any(c.isalpha() for c in text):
        return Unplaced.EMPTY
    if len(text) > LONGEST:
        return None
    plain = " ".join(re.sub(r"[^\w\s]|_", " ", text.lower().translate(_ACCENTS)).split())
    return Unplaced.NO_OPINION if plain in _DECLINING else None
