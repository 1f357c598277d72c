"""Answers that stand in no theme: no words, words that only decline to answer, words nobody here reads, or too many.

They are kept apart and counted, so that themes and these together are always all answers.
"""

from __future__ import annotations

import re
from enum import StrEnum

LONGEST = 200  # characters; whoever writes more has said something
READ_CHARACTERS = 2_000  # enough to tell the script
FEWEST = 3  # letters below which nothing can be placed; two where a letter is a syllable or a word
DENSE_FROM = "\u1100"  # Hangul, kana and Chinese characters stand from here on
LATIN_TO = "\u024f"
_LETTER = re.compile(r"[^\W\d_]")
# Blocks of letters in which neither the encoder nor the lexical view reads: Greek, Armenian, Hebrew, Syriac, those of
# India and others up to Tibetan and Georgian.
_UNREAD = re.compile("[\u0370-\u03ff\u0530-\u05ff\u0700-\u074f\u0780-\u0dff\u0e80-\u10ff]")


class Unplaced(StrEnum):
    """Why an answer stands in no theme.

    Nothing in it can be read as words; its words only decline to answer; it has fewer than three letters or is mostly
    in a script that the analysis does not read (Greek, Hebrew, Armenian, Georgian, the scripts of India and others); or
    the analysis stopped at its limit before it.
    """

    EMPTY = "empty"
    NO_OPINION = "no_opinion"
    OTHER = "other"
    NOT_PROCESSED = "not_processed"


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
    >>> unplaced_class("x"), unplaced_class("Περισσότερα πάρκα")
    (<Unplaced.OTHER: 'other'>, <Unplaced.OTHER: 'other'>)
    """
    if not any(c.isalpha() for c in text):
        return Unplaced.EMPTY
    if len(text) > LONGEST:
        return Unplaced.OTHER if _is_unreadable(text) else None
    plain = " ".join(re.sub(r"[^\w\s]|_", " ", text.lower().translate(_ACCENTS)).split())
    if plain in _DECLINING:
        return Unplaced.NO_OPINION
    return Unplaced.OTHER if _is_unreadable(text) else None


def _is_unreadable(text: str) -> bool:
    letters = _LETTER.findall(text[:READ_CHARACTERS])
    unread = sum(bool(_UNREAD.match(c)) for c in letters if c > LATIN_TO)
    return 2 * unread > len(letters) or len(letters) + sum(c >= DENSE_FROM for c in letters[:FEWEST]) < FEWEST
