"""How files and people write who somebody is, in four languages; compared without capitals."""

from collections.abc import Mapping
from enum import StrEnum

from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

# How the head of a column is written, without capitals and signs; what is none of these is an attribute.
HEADS: Mapping[str, tuple[str, ...]] = {
    "email": (
        *("email", "e_mail", "mail", "email_address", "e_mail_address", "e_mailadres", "emailadres", "mailadres"),
        *("courriel", "adresse_mail", "adresse_email", "adresse_e_mail", "e_mail_adresse", "mailadresse"),
    ),
    "name": ("name", "full_name", "naam", "nom", "nom_complet", "volledige_naam", "display_name"),
    "first_name": ("first_name", "firstname", "given_name", "voornaam", "prénom", "prenom", "vorname"),
    "last_name": ("last_name", "lastname", "surname", "family_name", "achternaam", "familienaam", "nachname"),
    "language": ("language", "lang", "taal", "langue", "sprache"),
    "organisation": ("organisation", "organization", "company", "organisatie", "société", "firma", "employer"),
    "helix": ("helix", "helix_category", "category", "categorie", "catégorie", "kategorie", "group", "groep", "groupe"),
}
# How people write a helix category.
HELIX_WORDS: Mapping[HelixCategory, tuple[str, ...]] = {
    HelixCategory.BUSINESS: ("business", "company", "bedrijf", "bedrijven", "entreprise", "entreprises", "unternehmen"),
    HelixCategory.RESEARCH: ("research", "academic", "onderzoek", "recherche", "forschung", "university"),
    HelixCategory.PUBLIC_SECTOR: ("public sector", "public", "overheid", "secteur public", "verwaltung", "government"),
    HelixCategory.CIVIL_SOCIETY: ("civil society", "association", "vereniging", "société civile", "verein", "ngo"),
    HelixCategory.CITIZEN: ("citizen", "citizens", "burger", "burgers", "citoyen", "citoyens", "bürger"),
    HelixCategory.OTHER: ("other", "andere", "autre", "sonstige"),
}
LANGUAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "nl": ("nederlands", "dutch", "néerlandais", "niederländisch"),
    "fr": ("français", "francais", "french", "frans", "französisch"),
    "en": ("english", "engels", "anglais", "englisch"),
    "de": ("deutsch", "german", "duits", "allemand"),
}


class Gender(StrEnum):
    """What people may tell, so that no group has only one of them."""

    UNTOLD = ""
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


GENDER_WORDS: Mapping[Gender, tuple[str, ...]] = {
    Gender.WOMAN: ("w", "f", "v", "woman", "female", "vrouw", "femme", "frau", "weiblich"),
    Gender.MAN: ("m", "man", "male", "homme", "mann", "männlich"),
    Gender.OTHER: ("x", "other", "divers", "non-binary", "autre", "andere", "anders"),
}
GENDER_HEADS = ("gender", "sex", "geslacht", "genre", "sexe", "geschlecht")


def helix_of(text: str) -> str | None:
    """The category that a word of a file stands for; "" for no word, None for an unknown one."""
    word = text.strip().casefold().replace("_", " ").replace("-", " ")
    if not word:
        return ""
    for category, words in HELIX_WORDS.items():
        if word == category.value.replace("_", " ") or word in words:
            return category.value
    return None


def language_of(text: str) -> str | None:
    """The language that a word of a file stands for; "" for no word, None for one that the interface does not speak."""
    word = text.strip().casefold()
    if not word:
        return ""
    if word[:2] in LANGUAGES and (len(word) == 2 or word[2] in "-_"):
        return word[:2]
    return next((code for code, words in LANGUAGE_WORDS.items() if word in words), None)


def gender_of(text: str) -> str:
    """What a word of a file stands for; unknown words tell nothing.

    >>> gender_of("Vrouw")
    'woman'
    """
    word = text.strip().casefold()
    return next((gender.value for gender, words in GENDER_WORDS.items() if word in words), "")
