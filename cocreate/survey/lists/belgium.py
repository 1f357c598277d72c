"""The communes of Brussels by their official names, and the regions and provinces of Belgium by their NUTS codes."""

from collections.abc import Mapping

COMMUNES: Mapping[str, Mapping[str, str]] = {
    "anderlecht": {"fr": "Anderlecht", "nl": "Anderlecht"},
    "auderghem": {"fr": "Auderghem", "nl": "Oudergem"},
    "berchem_sainte_agathe": {"fr": "Berchem-Sainte-Agathe", "nl": "Sint-Agatha-Berchem"},
    "bruxelles": {"fr": "Bruxelles", "nl": "Brussel"},
    "etterbeek": {"fr": "Etterbeek", "nl": "Etterbeek"},
    "evere": {"fr": "Evere", "nl": "Evere"},
    "forest": {"fr": "Forest", "nl": "Vorst"},
    "ganshoren": {"fr": "Ganshoren", "nl": "Ganshoren"},
    "ixelles": {"fr": "Ixelles", "nl": "Elsene"},
    "jette": {"fr": "Jette", "nl": "Jette"},
    "koekelberg": {"fr": "Koekelberg", "nl": "Koekelberg"},
    "molenbeek_saint_jean": {"fr": "Molenbeek-Saint-Jean", "nl": "Sint-Jans-Molenbeek"},
    "saint_gilles": {"fr": "Saint-Gilles", "nl": "Sint-Gillis"},
    "saint_josse_ten_noode": {"fr": "Saint-Josse-ten-Noode", "nl": "Sint-Joost-ten-Node"},
    "schaerbeek": {"fr": "Schaerbeek", "nl": "Schaarbeek"},
    "uccle": {"fr": "Uccle", "nl": "Ukkel"},
    "watermael_boitsfort": {"fr": "Watermael-Boitsfort", "nl": "Watermaal-Bosvoorde"},
    "woluwe_saint_lambert": {"fr": "Woluwe-Saint-Lambert", "nl": "Sint-Lambrechts-Woluwe"},
    "woluwe_saint_pierre": {"fr": "Woluwe-Saint-Pierre", "nl": "Sint-Pieters-Woluwe"},
}

_BRUSSELS = {
    "en": "Brussels-Capital Region",
    "nl": "Brussels Hoofdstedelijk Gewest",
    "fr": "Région de Bruxelles-Capitale",
    "de": "Region Brüssel-Hauptstadt",
}
NUTS1: Mapping[str, Mapping[str, str]] = {
    "be1": _BRUSSELS,
    "be2": {"en": "Flemish Region", "nl": "Vlaams Gewest", "fr": "Région flamande", "de": "Flämische Region"},
    "be3": {"en": "Walloon Region", "nl": "Waals Gewest", "fr": "Région wallonne", "de": "Wallonische Region"},
}
NUTS2: Mapping[str, Mapping[str, str]] = {
    "be10": _BRUSSELS,
    "be21": {"en": "Antwerp", "nl": "Antwerpen", "fr": "Anvers", "de": "Antwerpen"},
    "be22": {"en": "Limburg", "nl": "Limburg", "fr": "Limbourg", "de": "Limburg"},
    "be23": {"en": "East Flanders", "nl": "Oost-Vlaanderen", "fr": "Flandre orientale", "de": "Ostflandern"},
    "be24": {"en": "Flemish Brabant", "nl": "Vlaams-Brabant", "fr": "Brabant flamand", "de": "Flämisch-Brabant"},
    "be25": {"en": "West Flanders", "nl": "West-Vlaanderen", "fr": "Flandre occidentale", "de": "Westflandern"},
    "be31": {"en": "Walloon Brabant", "nl": "Waals-Brabant", "fr": "Brabant wallon", "de": "Wallonisch-Brabant"},
    "be32": {"en": "Hainaut", "nl": "Henegouwen", "fr": "Hainaut", "de": "Hennegau"},
    "be33": {"en": "Liège", "nl": "Luik", "fr": "Liège", "de": "Lüttich"},
    "be34": {"en": "Luxembourg (Belgium)", "nl": "Luxemburg (België)", "fr": "Luxembourg (BE)", "de": "Luxemburg (BE)"},
    "be35": {"en": "Namur", "nl": "Namen", "fr": "Namur", "de": "Namur"},
}
