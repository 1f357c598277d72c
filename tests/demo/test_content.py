"""The demonstration's content is complete, in four languages, honest about its origin, and silent about persons."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from cocreate.demo import content as module
from cocreate.demo.content import ALLOWED_LICENCES, USES, BrokenContent, load_content
from cocreate.demo.story import LANGUAGES

ROOT = Path(__file__).parents[2]
JSON_FILES = ("process.json", "sids.json", "plan.json", "camp.json", "scores.json", "ATTRIBUTION.json")
# Section 4 of the plan, number by number.
ACTIONS = (
    "1.1.1 1.1.2 1.1.3 1.2.1 1.2.2 1.3.1 1.3.2 1.4.1 1.4.2 1.4.3 1.5.1 1.5.2 1.5.3 1.5.4 1.5.5 1.5.6 1.5.7 1.6.1 1.6.2 "
    "2.1.1 2.1.2 2.2.1 2.2.2 2.2.3 2.2.4 2.3.1 2.3.2 2.3.3 3.1.1 3.1.2 3.1.3 3.2.1 3.2.2 3.2.3 3.2.4 3.2.5 3.2.6 "
    "3.3.1 3.3.2 3.3.3 3.3.4 4.1 4.2 4.3 4.4 4.5 4.6 4.7"
).split()


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def untranslated(value: object, where: str = "") -> list[str]:
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            complete = set(value) == set(LANGUAGES) and all(isinstance(t, str) and t.strip() for t in value.values())
            return [] if complete else [where]
        return [bad for key, part in value.items() for bad in untranslated(part, f"{where}/{key}")]
    if isinstance(value, list):
        return [bad for place, part in enumerate(value) for bad in untranslated(part, f"{where}/{place}")]
    return []


@pytest.mark.parametrize("name", JSON_FILES)
def test_every_translated_field_has_four_languages(name: str) -> None:
    data = json.loads((files("cocreate.demo") / "data" / name).read_text(encoding="utf-8"))
    assert untranslated(data) == []


def test_a_title_without_german_is_refused() -> None:
    with pytest.raises(BrokenContent, match="four languages"):
        module._text({"nl": "a", "fr": "b", "en": "c"})


def test_the_published_helix_mix_adds_up_to_the_615_respondents() -> None:
    parts = load_content().process.helix
    assert [part.percent for part in parts] == [44, 35, 8, 7, 4, 2]
    assert [part.count for part in parts] == [271, 215, 49, 43, 25, 12]
    assert sum(part.count for part in parts) == load_content().process.respondents == 615


def test_the_process_has_the_shape_of_the_plan() -> None:
    process = load_content().process
    assert [len(trend.trends) for trend in process.megatrends] == [3, 3, 3, 2, 4, 4, 2, 2]
    assert len(process.transitions) == 4
    assert {challenge.section for challenge in process.challenges} == {f"3.3.{n}" for n in range(1, 7)}
    assert all(3 <= len(c.sub_challenges) <= 8 and c.assets for c in process.challenges)
    assert (len(process.transversal_additions), len(process.sub_dimension_additions)) == (5, 4)


def test_the_long_list_of_eight_and_three_became_five_and_one() -> None:
    content = load_content()
    assert Counter(candidate.kind for candidate in content.long_list) == {"sid": 8, "lever": 3}
    assert Counter(sid.transversal for sid in content.sids) == {False: 5, True: 1}
    assert {key for c in content.long_list for key in c.became} == {sid.key for sid in content.sids}
    assert {sid.section for sid in content.sids} == {f"3.4.{n}" for n in range(1, 7)}
    named = {key for candidate in content.long_list if not candidate.reconstructed for key in candidate.became}
    assert named == {sid.key for sid in content.sids}, "what the plan names is never called a reconstruction"
    assert {key for sid in content.sids for key in sid.challenges} == {c.key for c in content.process.challenges}


def test_every_action_of_section_four_is_there_once_with_actors() -> None:
    content = load_content()
    assert [action.number for action in content.actions] == ACTIONS
    assert [axis.number for axis in content.axes] == ["1", "2", "3", "4"]
    assert all(action.actors and action.axis == action.number[0] for action in content.actions)
    assert all(action.sids for action in content.actions if action.axis == "1")


def test_actions_and_figures_are_those_of_the_source_text() -> None:
    source = ROOT.parent / "shared" / "reference" / "gewestelijk-innovatieplan-2021-2027.nl.txt"
    if not source.exists():
        pytest.skip("the Dutch source text is not beside this tree")
    text = source.read_text(encoding="utf-8")
    section = text[text.index("Dit luik bevat de acties die op") : text.index("Zowel voor de opstelling")]
    headings = re.findall(r"^([1-3]\.\d\.\d|4\.\d) (?=[A-Z])", section, re.MULTILINE)
    # Running heads repeat the titles of the axes: "4.3 As 3: …".
    running_heads = {"4.1", "4.2", "4.3"}
    assert set(headings) | running_heads == set(ACTIONS)
    sentences = {re.sub(r"\s+", " ", s).strip().lower() for s in re.split(r"[.;:!?]", re.sub(r"-\n", "", text))}
    ours = [t for name in ("process.json", "sids.json", "plan.json") for t in _dutch(name)]
    copied = [t for t in ours if len(t) > 45 and t.rstrip(".").lower() in sentences]
    assert copied == [], "facts may be used again, sentences may not"


def _dutch(name: str) -> list[str]:
    def walk(value: object) -> list[str]:
        if isinstance(value, dict):
            if "nl" in value:
                return [value["nl"]]
            return [t for key, part in value.items() if key != "organisations" for t in walk(part)]
        return [t for part in value for t in walk(part)] if isinstance(value, list) else []

    return walk(json.loads((files("cocreate.demo") / "data" / name).read_text(encoding="utf-8")))


def test_there_are_voices_for_every_question_in_every_language() -> None:
    voices = load_content().voices
    counted = Counter((voice.use, voice.language) for voice in voices)
    assert len(voices) >= 1100
    assert sum(voice.language == "fr" for voice in voices) >= 400
    assert all(counted[use, language] >= 5 for use in USES for language in LANGUAGES), counted
    assert all(20 <= len(voice.text) <= 350 for voice in voices)


def test_no_voice_is_heard_twice() -> None:
    keys = Counter(re.sub(r"\W+", "", voice.text).lower() for voice in load_content().voices)
    assert [key for key, times in keys.items() if times > 1] == []


def test_each_voice_names_its_source_and_a_licence_that_allows_passing_on() -> None:
    content = load_content()
    sources = {source.key: source for source in content.attribution.sources}
    for voice in content.voices:
        assert voice.url_or_ref and voice.licence in ALLOWED_LICENCES
        assert sources[voice.source].licence == voice.licence
    assert {voice.source for voice in content.voices} == set(sources), "a source that gave nothing is not credited"
    assert all(source.authors and source.licence_url.startswith("https://") for source in content.attribution.sources)


def test_no_text_holds_an_address_or_a_telephone_number() -> None:
    content = load_content()
    texts = [voice.text for voice in content.voices] + [card.text for card in content.camp.cards]
    private = re.compile(r"\S@\S|https?:|www\.|\b[\w-]+\.(?:be|com|org|de|fr|nl)\b|(?:\d[\s./-]?){7,}")
    assert [text for text in texts if private.search(text)] == []


def test_no_text_addresses_or_names_a_person_by_title() -> None:
    titles = re.compile(r"\b(?:M\.|Mme|Mr|Mrs|Monsieur|Madame|Herr|Frau|De heer|Mevrouw)\s+[A-Z]")
    assert [voice.text for voice in load_content().voices if titles.search(voice.text)] == []


def test_every_group_has_cards_in_every_zone_written_for_the_demonstration() -> None:
    camp = load_content().camp
    filled = Counter((card.group, card.zone) for card in camp.cards)
    assert (len(camp.groups), len(camp.zones), len(filled)) == (6, 3, 18)
    assert min(filled.values()) >= 4 and 90 <= len(camp.cards) <= 120
    assert len({card.text for card in camp.cards}) == len(camp.cards)
    assert "written for this demonstration" in camp.origin
    topics = {voice.topic for voice in load_content().voices}
    # A card can cite a theme of the consultation.
    assert {topic for card in camp.cards for topic in card.topics} <= topics


def test_scoring_holds_parameters_for_every_candidate_and_no_results() -> None:
    content = load_content()
    scoring = content.scoring
    assert sum(scoring.weights.values()) == pytest.approx(1)
    assert set(scoring.weights) == {criterion.key for criterion in content.criteria}
    dimensions = {dimension.key for dimension in content.dimensions}
    for profile in scoring.profiles.values():
        assert set(profile.criteria) == set(scoring.weights) and set(profile.dimensions) == dimensions
        means = [*profile.criteria.values(), *profile.dimensions.values()]
        assert all(scoring.lowest <= mean <= scoring.highest for mean in means)
    merged = {candidate.key for candidate in content.long_list if candidate.reconstructed}
    assert merged <= {reason.candidate for reason in scoring.reasons}, "a domain that disappeared has a reason"


def test_the_voices_can_be_made_again_from_the_data_sets(tmp_path: Path) -> None:
    data = ROOT.parent / "shared" / "data"
    if not data.exists():
        pytest.skip("the data sets are not beside this tree")
    made = tmp_path / "voices.jsonl"
    script = ROOT / "scripts" / "make_demo_voices.py"
    subprocess.run([sys.executable, str(script), str(data), str(made)], check=True, capture_output=True, timeout=120)
    kept = ROOT / "cocreate" / "demo" / "data" / "voices.jsonl"
    assert made.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


def test_where_the_committee_leaves_the_proposal_it_has_a_written_reason() -> None:
    content = load_content()
    scoring = content.scoring
    expected = {
        key: sum(scoring.weights[criterion] * mean for criterion, mean in profile.criteria.items())
        for key, profile in scoring.profiles.items()
    }
    proposed = set(sorted(expected, key=lambda key: expected[key])[-len(content.sids) :])
    decided = {c.key for c in content.long_list if not c.reconstructed}
    differences = proposed ^ decided
    assert differences == {"ll-energy", "ll-social"}, "the demonstration shows a decision that is not the arithmetic"
    assert differences <= {reason.candidate for reason in scoring.reasons}
