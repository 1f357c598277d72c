"""The sections of economic activity after NACE Rev. 2, A to U, in short words of our own."""

from collections.abc import Mapping


def _label(en: str, nl: str, fr: str, de: str) -> Mapping[str, str]:
    return {"en": en, "nl": nl, "fr": fr, "de": de}


SECTIONS: Mapping[str, Mapping[str, str]] = {
    "a": _label(
        "Farming, forestry, fishing",
        "Landbouw, bosbouw, visserij",
        "Agriculture, forêts, pêche",
        "Land- und Forstwirtschaft, Fischerei",
    ),
    "b": _label("Mining and quarrying", "Winning van delfstoffen", "Mines et carrières", "Bergbau"),
    "c": _label("Manufacturing", "Industrie", "Industrie manufacturière", "Herstellung von Waren"),
    "d": _label("Energy supply", "Energievoorziening", "Fourniture d’énergie", "Energieversorgung"),
    "e": _label("Water and waste", "Water en afval", "Eau et déchets", "Wasser und Abfall"),
    "f": _label("Construction", "Bouw", "Construction", "Bau"),
    "g": _label(
        "Trade and repair of vehicles", "Handel en autoreparatie", "Commerce et garages", "Handel, Kfz-Werkstätten"
    ),
    "h": _label("Transport and storage", "Vervoer en opslag", "Transport et entreposage", "Verkehr und Lagerung"),
    "i": _label("Hotels and restaurants", "Hotels en horeca", "Hôtels et restaurants", "Gastgewerbe"),
    "j": _label(
        "Information and communication",
        "Informatie en communicatie",
        "Information et communication",
        "Information und Kommunikation",
    ),
    "k": _label(
        "Finance and insurance", "Financiën en verzekeringen", "Finance et assurances", "Finanzen, Versicherungen"
    ),
    "l": _label("Real estate", "Vastgoed", "Immobilier", "Immobilien"),
    "m": _label(
        "Science, professional and technical services",
        "Wetenschap, vakdiensten en techniek",
        "Science, conseil et technique",
        "Wissenschaft, freie Berufe, Technik",
    ),
    "n": _label(
        "Support services and renting",
        "Ondersteunende diensten en verhuur",
        "Services de soutien et location",
        "Unterstützende Dienste, Vermietung",
    ),
    "o": _label(
        "Public administration and defence",
        "Openbaar bestuur en defensie",
        "Administration publique et défense",
        "Öffentliche Verwaltung, Verteidigung",
    ),
    "p": _label("Education", "Onderwijs", "Enseignement", "Bildung"),
    "q": _label(
        "Health and social work", "Gezondheid en welzijn", "Santé et action sociale", "Gesundheit und Soziales"
    ),
    "r": _label("Arts, sports, leisure", "Kunst, sport, vrije tijd", "Arts, sports, loisirs", "Kunst, Sport, Freizeit"),
    "s": _label("Other services", "Andere diensten", "Autres services", "Andere Dienste"),
    "t": _label("Households as employers", "Huishoudens als werkgever", "Ménages employeurs", "Haushalte mit Personal"),
    "u": _label(
        "Bodies of other states and international ones",
        "Organisaties van andere landen en internationale",
        "Organismes d’autres pays et internationaux",
        "Stellen anderer Staaten und internationale",
    ),
}
