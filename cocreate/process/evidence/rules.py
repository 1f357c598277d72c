"""Closed lists of the library: kinds of evidence, what an interviewed person agreed to, goals and policies as tags."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    DOCUMENT = "document"
    INDICATOR = "indicator"
    INTERVIEW = "interview"


class Consent(StrEnum):
    """What may be published of an interview."""

    NOTHING = "nothing"
    UNNAMED = "unnamed"  # quotes, without name and organisation
    NAMED = "named"  # quotes, with name and organisation


KIND_NAMES = {
    EvidenceKind.DOCUMENT: _l("Document"),
    EvidenceKind.INDICATOR: _l("Indicator"),
    EvidenceKind.INTERVIEW: _l("Interview"),
}
SHELF_NAMES = {
    EvidenceKind.DOCUMENT: _l("Documents"),
    EvidenceKind.INDICATOR: _l("Indicators"),
    EvidenceKind.INTERVIEW: _l("Interviews"),
}
CONSENT_NAMES = {
    Consent.NOTHING: _l("Nothing may be published"),
    Consent.UNNAMED: _l("Quotes may be published without name and organisation"),
    Consent.NAMED: _l("Quotes may be published with name and organisation"),
}

# The 17 Sustainable Development Goals of the United Nations, by their short names.
GOALS = {
    "sdg-1": _l("SDG 1: No poverty"),
    "sdg-2": _l("SDG 2: Zero hunger"),
    "sdg-3": _l("SDG 3: Good health and well-being"),
    "sdg-4": _l("SDG 4: Quality education"),
    "sdg-5": _l("SDG 5: Gender equality"),
    "sdg-6": _l("SDG 6: Clean water and sanitation"),
    "sdg-7": _l("SDG 7: Affordable and clean energy"),
    "sdg-8": _l("SDG 8: Decent work and economic growth"),
    "sdg-9": _l("SDG 9: Industry, innovation and infrastructure"),
    "sdg-10": _l("SDG 10: Reduced inequalities"),
    "sdg-11": _l("SDG 11: Sustainable cities and communities"),
    "sdg-12": _l("SDG 12: Responsible consumption and production"),
    "sdg-13": _l("SDG 13: Climate action"),
    "sdg-14": _l("SDG 14: Life below water"),
    "sdg-15": _l("SDG 15: Life on land"),
    "sdg-16": _l("SDG 16: Peace, justice and strong institutions"),
    "sdg-17": _l("SDG 17: Partnerships for the goals"),
}
POLICIES = {
    "eu-green-deal": _l("EU: European Green Deal"),
    "eu-climate-law": _l("EU: climate law"),
    "eu-circular-economy": _l("EU: circular economy action plan"),
    "eu-farm-to-fork": _l("EU: from farm to fork"),
    "eu-renovation-wave": _l("EU: renovation wave"),
    "eu-mobility": _l("EU: sustainable and smart mobility"),
    "eu-digital-decade": _l("EU: digital decade"),
    "eu-social-pillar": _l("EU: pillar of social rights"),
    "eu-health-union": _l("EU: health union"),
    "eu-cohesion": _l("EU: cohesion policy"),
    "eu-horizon": _l("EU: Horizon Europe"),
    "eu-mission-cities": _l("EU: mission for climate-neutral cities"),
}
TAGS = {**GOALS, **POLICIES}
