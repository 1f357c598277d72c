"""Copies of one text are found whatever was filled in, and answers that only speak of the same thing are not copies."""

import random

import pytest

from cocreate.analysis.text.duplicates import count_once, find_campaigns
from tests.analysis.text.conftest import ANSWERS, table

LETTER = (
    "Geachte gemeenteraad, ik woon in {place} en ik vraag u om de oude spoorlijn open te houden voor fietsers. "
    "{own} De trein rijdt er al dertig jaar niet meer en de natuur heeft de berm teruggenomen. Met dank, {name}"
)
PLACES = ("Aalst", "Gent", "Lede", "Ninove")
OWN = ("", "Mijn kinderen rijden er elke dag.", "Het is de enige veilige weg naar het station voor ons gezin.")
NAMES = ("An", "Bart", "Chantal de Vos", "D.")


@pytest.fixture
def mixed():
    draw = random.Random(1)
    letters = {
        f"letter{i}": LETTER.format(place=draw.choice(PLACES), own=draw.choice(OWN), name=draw.choice(NAMES))
        for i in range(40)
    }
    others = {f"{language}{i}": text for language, texts in ANSWERS.items() for i, text in enumerate(texts)}
    return letters | others


def test_a_letter_with_parts_filled_in_is_one_campaign_and_nothing_else_is(mixed):
    (campaign,) = find_campaigns(mixed)
    assert campaign.is_campaign
    assert set(campaign.members) == {answer for answer in mixed if answer.startswith("letter")}
    assert campaign.template_id in campaign.members
    assert campaign.exact + campaign.filled == 40
    assert "de oude spoorlijn open te houden voor fietsers" in campaign.shared
    assert not any(place in campaign.shared for place in PLACES)
    assert "kinderen" not in campaign.shared


def test_the_same_answers_in_any_order_give_the_same_campaigns(mixed):
    first = find_campaigns(mixed)
    for seed in range(5):
        items = list(mixed.items())
        random.Random(seed).shuffle(items)
        assert find_campaigns(dict(items)) == first


def test_a_campaign_can_count_once_or_as_often_as_it_was_sent(mixed):
    campaigns = find_campaigns(mixed)
    assert len(count_once(mixed, campaigns)) == len(mixed) - 39
    assert campaigns[0].template_id in count_once(mixed, campaigns)


def test_two_copies_are_duplicates_and_not_yet_a_campaign():
    text = "Il faut plus de pistes cyclables près des écoles de notre commune"
    (pair,) = find_campaigns(
        {"a": text, "b": text.upper() + " !!", "c": "Plus de bancs publics dans le parc du centre"}
    )
    assert (pair.members, pair.exact, pair.is_campaign) == (("a", "b"), 2, False)
    assert find_campaigns({"a": text, "b": text}, smallest=3) == []


def test_a_few_words_that_everybody_writes_are_no_copy():
    assert find_campaigns({str(i): "Meer groen in de stad" for i in range(50)}) == []
    assert find_campaigns({}) == []


def test_a_quotation_inside_a_long_text_is_no_copy():
    short = "Wij willen dat de oude spoorlijn open blijft voor fietsers en wandelaars"
    words = [f"woord{i}" for i in range(300)]
    assert find_campaigns({"a": short, "b": " ".join(words[:150]) + f" {short} " + " ".join(words[150:])}) == []


def test_real_answers_have_few_copies_and_planted_ones_are_all_found():
    rows = table("cimt-arguments-de/cycling-moers-CDM.tsv")
    texts = {row["id"]: row["content"] for row in rows}
    before = find_campaigns(texts)
    assert sum(len(c.members) for c in before) < 0.03 * len(texts)
    draw = random.Random(2)
    words = " ".join(texts.values()).split()
    planted = {
        f"p{i}": " ".join(draw.choices(words, k=4)) + " " + LETTER.format(place="x", own="", name="y")
        for i in range(60)
    }
    largest = find_campaigns(texts | planted)[0]
    assert set(largest.members) == set(planted)


def test_two_thousand_letters_among_ten_thousand_answers_are_one_campaign():
    draw = random.Random(3)
    words = [f"w{i}" for i in range(2000)]
    texts = {f"o{i}": " ".join(draw.choices(words, k=30)) for i in range(8000)}
    texts |= {f"l{i}": LETTER.format(place=draw.choice(words), own=draw.choice(words), name=i) for i in range(2000)}
    found = find_campaigns(texts)
    assert len(found[0].members) == 2000
