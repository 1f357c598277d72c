"""Words that are missing in a language, that no citizen uses, or that go on and on; and plainer ones."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cocreate.survey.checking.questions import Finding, Severity
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.wording import QuestionnaireLike, Wording, missing_in, wordings_of

# Language -> word or beginning of a word (ending in "*") -> what to say instead. Capitals matter where there are any.
PLAINER: Mapping[str, Mapping[str, str]] = {
    "en": {
        "SID": "field in which the region invests",
        "SIDs": "fields in which the region invests",
        "RIS3": "plan for innovation",
        "S3": "plan for innovation",
        "EDP": "talks with businesses, researchers and citizens",
        "smart specialisation": "choosing where innovation gets money",
        "quadruple helix": "businesses, researchers, public services and citizens",
        "triple helix": "businesses, researchers and public services",
        "stakeholder*": "people and organisations concerned",
        "ecosystem*": "people and organisations that work together",
        "entrepreneurial discovery": "finding out together what could work",
        "governance": "who decides what",
        "TRL": "how ready a technology is",
        "KPI": "what is measured",
        "NACE": "branch of activity",
        "NUTS": "region",
        "co-creation": "making it together",
        "value chain*": "from raw material to customer",
        "ERDF": "European money for regions",
        "deliverable*": "result",
        "leverage": "use",
        "valorisation": "putting research to use",
    },
    "nl": {
        "SID": "domein waarin het gewest investeert",
        "RIS3": "plan voor innovatie",
        "S3": "plan voor innovatie",
        "slimme specialisatie": "kiezen waar innovatie geld krijgt",
        "quadruple helix": "bedrijven, onderzoekers, overheid en burgers",
        "triple helix": "bedrijven, onderzoekers en overheid",
        "stakeholder*": "betrokken mensen en organisaties",
        "ecosyste*": "mensen en organisaties die samenwerken",
        "governance": "wie wat beslist",
        "TRL": "hoe rijp een technologie is",
        "KPI": "wat gemeten wordt",
        "NACE": "soort activiteit",
        "NUTS": "gebied",
        "cocreatie": "samen maken",
        "co-creatie": "samen maken",
        "waardeketen*": "van grondstof tot klant",
        "EFRO": "Europees geld voor regio’s",
        "valorisatie": "onderzoek toepassen",
    },
    "fr": {
        "SID": "domaine où la région investit",
        "DIS": "domaine où la région investit",
        "RIS3": "plan pour l’innovation",
        "S3": "plan pour l’innovation",
        "spécialisation intelligente": "choisir où va l’argent de l’innovation",
        "quadruple hélice": "entreprises, chercheurs, services publics et citoyens",
        "triple hélice": "entreprises, chercheurs et services publics",
        "stakeholder*": "personnes et organisations concernées",
        "parties prenantes": "personnes et organisations concernées",
        "écosystème*": "personnes et organisations qui travaillent ensemble",
        "gouvernance": "qui décide de quoi",
        "TRL": "degré de maturité d’une technologie",
        "KPI": "ce qui est mesuré",
        "NACE": "branche d’activité",
        "NUTS": "région",
        "cocréation": "faire ensemble",
        "co-création": "faire ensemble",
        "chaîne de valeur": "de la matière au client",
        "chaînes de valeur": "de la matière au client",
        "FEDER": "argent européen pour les régions",
        "valorisation": "mise en pratique de la recherche",
    },
    "de": {
        "SID": "Bereich, in den die Region investiert",
        "RIS3": "Plan für Innovation",
        "S3": "Plan für Innovation",
        "intelligente Spezialisierung": "wählen, wo Innovation Geld bekommt",
        "Quadrupel-Helix": "Unternehmen, Forschung, Verwaltung und Bürger",
        "Vierfachhelix": "Unternehmen, Forschung, Verwaltung und Bürger",
        "Stakeholder*": "betroffene Menschen und Organisationen",
        "Ökosystem*": "Menschen und Organisationen, die zusammenarbeiten",
        "Governance": "wer was entscheidet",
        "TRL": "wie reif eine Technik ist",
        "KPI": "was gemessen wird",
        "NACE": "Wirtschaftszweig",
        "NUTS": "Gebiet",
        "Kokreation": "gemeinsam machen",
        "Wertschöpfungskette*": "vom Rohstoff zum Kunden",
        "EFRE": "europäisches Geld für Regionen",
    },
}


def jargon_in(text: str, language: str) -> list[tuple[str, str]]:
    """(the word as written, what to say instead), in the order of the list.

    >>> jargon_in("Which Stakeholders matter?", "en")
    [('Stakeholders', 'people and organisations concerned')]
    """
    found = []
    for word, plainer in PLAINER.get(language, {}).items():
        stem = word.removesuffix("*")
        ending = r"\w*" if word.endswith("*") else ""
        exact = 0 if stem.isupper() or any(sign.isdigit() for sign in stem) else re.IGNORECASE
        if match := re.search(rf"(?<!\w){re.escape(stem)}{ending}(?!\w)", text, exact):
            found.append((match[0], plainer))
    return found


LONG_TITLE = 30  # words; longer ones are read twice
# Wider than what is filled in: {{table.row}} would stay on the page as it is, so it is told.
PIPED = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")


def badly_worded(
    questionnaire: QuestionnaireLike,
    questions: Sequence[QuestionLike],
    languages: Sequence[str],
    published: Sequence[str],
) -> list[Finding]:
    """What is missing in which language, unknown piping, jargon and long titles."""
    wordings = wordings_of(questionnaire, questions)
    return [*_missing(wordings, languages, published), *_piping(wordings, questions), *_heavy(wordings)]


def _missing(wordings: Sequence[Wording], languages: Sequence[str], published: Sequence[str]) -> Iterator[Finding]:
    """One finding a language, not one a text: nobody reads a list of two hundred."""
    for language in languages:
        if missing := missing_in(wordings, language):
            severity = Severity.ERROR if language in published else Severity.WARNING
            yield Finding(
                severity,
                "survey.check.untranslated",
                {"language": language, "count": len(missing)},
                missing[0].question if len(missing) == 1 else "",
            )


def _piping(wordings: Sequence[Wording], questions: Sequence[QuestionLike]) -> Iterator[Finding]:
    order = [question.key for question in questions]
    for wording in wordings:
        wanted = {match for text in wording.text.values() for match in PIPED.findall(text)}
        before = order[: order.index(wording.question)] if wording.question in order else []
        for key in sorted(wanted - set(before)):
            yield Finding(Severity.ERROR, "survey.check.piping", {"key": key}, wording.question)


def _heavy(wordings: Sequence[Wording]) -> Iterator[Finding]:
    for wording in wordings:
        if wording.part == "title" and any(len(text.split()) > LONG_TITLE for text in wording.text.values()):
            yield Finding(Severity.HINT, "survey.check.long_title", {"count": LONG_TITLE}, wording.question)
        for language, text in wording.text.items():
            for word, plainer in jargon_in(text, language):
                params = {"word": word, "plainer": plainer, "language": language}
                yield Finding(Severity.HINT, "survey.check.jargon", params, wording.question)
