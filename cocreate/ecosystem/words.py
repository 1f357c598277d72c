"""What types, parts and columns are called in tables that people bring, in four languages, without accents."""

from cocreate.ecosystem.rules import ActorType, Part

_TYPES = {
    ActorType.COMPANY: "company companies business bedrijf onderneming entreprise societe unternehmen firma",
    ActorType.SOCIAL_ENTERPRISE: "social_enterprise sociale_onderneming entreprise_sociale sozialunternehmen "
    "cooperative cooperatie genossenschaft",
    ActorType.RESEARCH_GROUP: "research_group research university onderzoeksgroep onderzoek universiteit "
    "groupe_de_recherche recherche universite forschungsgruppe forschung universitat",
    ActorType.PUBLIC_BODY: "public_body public administration overheid overheidsinstelling administratie "
    "organisme_public pouvoir_public offentliche_stelle behorde verwaltung",
    ActorType.ASSOCIATION: "association ngo vereniging vzw asbl verein verband",
    ActorType.CITIZEN_INITIATIVE: "citizen_initiative citizens'_initiative burgerinitiatief initiative_citoyenne "
    "burgerinitiative",
    ActorType.INFRASTRUCTURE: "infrastructure infrastructuur infrastruktur lab living_lab fablab",
}
_PARTS = {
    Part.MARKET: "market market_potential markt marktpotentieel marche potentiel_de_marche marktpotenzial",
    Part.INDUSTRY: "industry entrepreneurs_and_industry industrie entrepreneurs ondernemers",
    Part.RESEARCH: "research research_strengths onderzoek recherche forschung",
    Part.SOCIAL: "social social_innovation social_innovation_and_citizens sociaal sociale_innovatie "
    "innovation_sociale soziale_innovation citizens burgers citoyens",
}
_COLUMNS = {
    "name": "name naam nom organisation organisatie bezeichnung",
    "other_names": "other_names spellings andere_namen autres_noms andere_bezeichnungen",
    "type": "type kind soort art",
    "helix": "helix",
    "description": "description beschrijving omschrijving beschreibung",
    "website": "website url site web",
    "municipality": "municipality commune gemeente gemeinde",
    "latitude": "latitude lat breedtegraad breitengrad",
    "longitude": "longitude lon lng long lengtegraad langengrad",
    "trl": "trl",
    "trl_from": "trl_from trl_van trl_de trl_von",
    "trl_to": "trl_to trl_tot trl_a trl_bis",
    "tags": "tags keywords trefwoorden mots_cles schlagworter",
    "strengths": "strengths challenges uitdagingen defis herausforderungen sterktes forces starken",
    "source": "source bron quelle",
    "contact": "contact email e_mail mail",
}


TYPE_WORDS: dict[str, ActorType] = {
    word.replace("_", " "): each for each, line in _TYPES.items() for word in line.split()
}
PART_WORDS: dict[str, Part] = {word.replace("_", " "): part for part, line in _PARTS.items() for word in line.split()}
COLUMN_WORDS: dict[str, str] = {word: name for name, line in _COLUMNS.items() for word in line.split()}
