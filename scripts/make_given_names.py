"""Write the list of given names by which a person's name is noticed in an answer.

    pip install faker   # for this script only
    python scripts/make_given_names.py

Names come from the lists of given names in Faker (MIT) for Belgium, the Netherlands, France, Germany, Austria,
Switzerland, the United Kingdom and Ireland. Names that are also ordinary words or places ("Will", "Florence") are left
out: an answer would be flagged for nothing.
"""

from __future__ import annotations

import importlib
from pathlib import Path

LOCALES = "nl_BE nl_NL fr_BE fr_FR fr_CH de_DE de_AT de_CH en_GB en_IE en_US".split()
ORDINARY = frozenset(
    """
    Alba Amber Amour An Art Asia Aspen August Augusta Austin Autumn Belle Blanche Carmel Carolina Celeste Chance
    Charity Chelsea China Christian Colombe Constance Crystal Dallas Dawn Desire Destiny Ernst Europa Eve Faith Fee
    Felicity Fern Flora Flore Florence Fortune France German Gene Genesis Georgia Ginger Grace Grant Haven Hazel
    Heather Heaven Holland Holly Hope Hunter Iris Israel Ivy Jade Jena Jasmin Jasmine Jewel Jordan Joy June Juli
    Juni Kai Kenya Lac Lance Laurel Lily Linde Lourdes Luna Madison Marina Marine May Mei Melody Mercedes Merle
    Miles Modeste Noor North Nova Olive Olympia Paris Patience Peace Pearl Penny Phoenix Pol Precious Prudence Rain
    Regina Reine River Roman Romain Rome Rose Ruby Sage Savannah Sierra Sofia Sommer Star Stone Summer Sydney Troy
    Tulip Urban Valentin Van Venus Vera Victoria Viola Violet Virginia Ward Warren Will Willow Wolf Zion De El In
    Ans As Bas Bo Dee Di Do Elf Ger Lot Min Mo Nel Ole Om Or Pia San
    """.split()
)


def given_names() -> list[str]:
    names: set[str] = set()
    for locale in LOCALES:
        names |= set(importlib.import_module(f"faker.providers.person.{locale}").Provider.first_names)
    plain = {name for name in names if len(name) > 1 and name.replace("-", "").isalpha() and name.istitle()}
    return sorted(plain - ORDINARY)


if __name__ == "__main__":
    out = Path(__file__).resolve().parent.parent / "cocreate/analysis/data/given_names.txt"
    out.write_text("\n".join(given_names()) + "\n", encoding="utf-8")
    print(f"{len(given_names())} names in {out}")
