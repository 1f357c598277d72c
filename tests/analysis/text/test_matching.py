"""A theme is offered the challenge it speaks of, also across languages, and called new when none is near."""

import pytest

from cocreate.analysis.text.matching import Entry, suggest_matches

CHALLENGES = [
    Entry("mobility", {"en": "Mobility: public transport, cycling, safe streets, less congestion"}),
    Entry("climate", {"en": "Climate and energy: renovation of buildings, heating, renewable energy"}),
    Entry("health", {"en": "Health and wellbeing: access to care, prevention, healthy city"}),
    Entry("circular", {"en": "Circular economy: waste, reuse, repair", "fr": "Économie circulaire: déchets, réemploi"}),
]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Meer veilige fietspaden", "Des pistes cyclables séparées", "mehr Busse in der Nacht"], "mobility"),
        (["Isolation des logements", "Warmtepompen in oude huizen"], "climate"),
        (["Er zijn te weinig huisartsen", "Accès aux soins pour tous"], "health"),
        (["MINDER AFVAL, MEER HERGEBRUIK"], "circular"),
    ],
)
def test_a_theme_in_any_language_finds_its_challenge(texts, expected):
    suggestion = suggest_matches({"t": texts}, CHALLENGES)["t"]
    assert suggestion.matches[0].entry_id == expected
    assert not suggestion.is_new
    assert suggestion.margin > 0


def test_a_theme_that_no_challenge_speaks_of_is_new_and_still_shows_the_nearest():
    suggestion = suggest_matches({"t": ["Le vote blanc doit être reconnu", "Référendum citoyen"]}, CHALLENGES)["t"]
    assert suggestion.is_new
    assert len(suggestion.matches) == 3


def test_the_order_of_texts_and_entries_does_not_matter():
    groups = {"a": ["Meer bussen", "Plus de trams"], "b": ["", " "]}
    there = suggest_matches(groups, CHALLENGES)
    back = suggest_matches({k: v[::-1] for k, v in reversed(groups.items())}, CHALLENGES[::-1])
    assert there == back
    assert there["b"].matches == ()


def test_words_in_common_are_enough_without_the_encoder():
    entries = [Entry("a", {"nl": "Fietspaden en verkeer"}), Entry("b", {"nl": "Afval en hergebruik"})]
    suggestion = suggest_matches({"t": ["Meer fietspaden", "veilige fietspaden"]}, entries, encoder=None)["t"]
    assert suggestion.matches[0].entry_id == "a"
    assert not suggestion.is_new
