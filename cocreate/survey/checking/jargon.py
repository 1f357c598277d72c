"""Words of the trade that citizens do not use, and plainer ones, in four languages."""

import re
from collections.abc import Mapping

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
