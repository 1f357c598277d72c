"""Themes gather what is alike, leave nobody out and do not depend on who came first."""

import json
import random

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from cocreate.analysis.progress import Cancelled
from cocreate.analysis.report import QUICK, Settings, TextInput, analyse_texts
from cocreate.analysis.text.themes import SAMPLE, ThemeModel
from cocreate.analysis.text.vectors import Centring, UseEncoder


def placed(report):
    return {m.answer_id: theme.key for theme in report.themes for m in theme.members if m.is_main}


def test_answers_in_four_languages_meet_by_what_they_say_and_not_by_language(answers):
    report = analyse_texts(answers, seed=1)
    found = placed(report)
    assert len(report.themes) == 2
    for answer in answers:
        same_topic = "nl0" if int(answer.id[2:]) < 3 else "nl3"
        assert found[answer.id] == found[same_topic], answer.text
    assert report.language_nmi <= 0.01


def test_unrelated_sentences_in_four_languages_do_not_split_by_language(sib):
    # Each sentence in one language only, so that no translation can hold a theme together.
    texts = [
        TextInput(f"{language}{row['index_id']}", row["text"], language)
        for turn, (language, rows) in enumerate(sib.items())
        for row in rows
        if int(row["index_id"]) % 4 == turn
    ]
    report = analyse_texts(texts, seed=1, settings=QUICK)
    assert len(texts) > 80
    assert len(report.themes) > 2
    assert report.language_nmi < 0.15


def test_the_same_answers_in_any_order_give_the_same_report_bit_for_bit(answers):
    first = json.dumps(analyse_texts(answers, seed=7).to_dict())
    for seed in range(3):
        shuffled = list(answers)
        random.Random(seed).shuffle(shuffled)
        assert json.dumps(analyse_texts(shuffled, seed=7).to_dict()) == first


def test_remembered_vectors_give_the_same_report_as_computed_ones(answers):
    cold = analyse_texts(answers, seed=2, settings=QUICK)
    cache: dict[str, bytes] = {}
    UseEncoder(cache).encode([a.text for a in answers[:5]])
    warm = analyse_texts(answers, seed=2, settings=QUICK, encoder=UseEncoder(cache))
    assert len(cache) == len(answers)
    assert placed(warm) == placed(cold)


def test_every_answer_is_in_a_theme_or_in_a_class_of_its_own_and_the_counts_add_up(answers):
    extra = [
        "",
        "  \n",
        "👍",
        "?",
        "Geen mening",
        "je ne sais pas.",
        "N/A",
        "keine Angabe",
        "Meer groen",
        "مزيد من الحدائق",
    ]
    texts = [*answers, *(TextInput(f"x{i}", text) for i, text in enumerate(extra))]
    report = analyse_texts(texts, seed=1)
    assert sum(theme.size for theme in report.themes) + len(report.unplaced) == len(texts) == report.answers
    assert [report.unplaced.get(f"x{i}") for i in range(10)] == ["empty"] * 4 + ["no_opinion"] * 4 + [None, None]
    for theme in report.themes:
        assert theme.size == len(theme.members) - theme.also == sum(theme.by_language.values())
        assert all(0 <= member.strength <= 1 for member in theme.members)
    helix = [sum(theme.by_helix.get(name, 0) for theme in report.themes) for name in ("business", "research")]
    assert helix == [8, 8]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 20])
def test_a_handful_of_answers_is_enough(answers, count):
    report = analyse_texts(random.Random(1).sample(answers, count), seed=1, settings=QUICK)
    assert sum(theme.size for theme in report.themes) == count
    assert len(report.themes) <= max(1, count // 2 + 1)
    assert all(theme.labels and theme.quotes for theme in report.themes)
    if count < 20:
        assert all(theme.stability_level == "fragile" for theme in report.themes)


def test_two_answers_about_different_things_are_two_themes_and_about_one_thing_one():
    bikes, homes = TextInput("a", "Veilige fietspaden"), TextInput("b", "Des logements abordables")
    again = TextInput("c", "Des pistes cyclables plus sûres")
    assert len(analyse_texts([bikes, homes], seed=1).themes) == 2
    assert len(analyse_texts([bikes, again], seed=1).themes) == 1


def test_identical_answers_are_all_counted_and_always_together(answers):
    copies = [TextInput(f"copy{i}", "  Meer bomen en  parken in de stad ", "nl") for i in range(30)]
    report = analyse_texts([*answers, *copies], seed=1)
    found = placed(report)
    assert len({found[copy.id] for copy in copies}) == 1
    assert len(found) == len(answers) + 30
    assert {w.code for w in report.warnings} >= {"analysis.identical_answers"}


def test_one_answer_of_a_million_characters_and_odd_ones_are_safe(answers):
    odd = [
        TextInput("long", "De fietspaden zijn gevaarlijk. " * 33_000),
        TextInput("one word", "a" * 1_000_000),
        TextInput("null", "\x00\ud800 meer groen \u202e"),
        TextInput("emoji", "🚲🚲 fietsen 🚲"),
    ]
    report = analyse_texts([*answers, *odd], seed=1, settings=QUICK)
    assert sum(theme.size for theme in report.themes) == len(answers) + 4
    assert {w.code: w.params.get("count") for w in report.warnings}["analysis.long_texts_cut"] == 2


def test_without_the_encoder_the_classic_view_still_groups_one_language_and_says_so(answers):
    dutch = [TextInput(f"{a.id}-{i}", f"{a.text} {i}", "nl") for a in answers if a.language == "nl" for i in range(5)]
    report = analyse_texts(dutch, seed=1, settings=QUICK, encoder=None)
    found = placed(report)
    assert len(found) == 30
    assert not {found[f"nl0-{i}"] for i in range(5)} & {found[f"nl3-{i}"] for i in range(5)}
    assert "analysis.no_encoder" in {w.code for w in report.warnings}


def test_more_granularity_never_gives_fewer_themes():
    points = np.random.default_rng(0).normal(size=(300, 12)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    counts = [
        len(ThemeModel(random_state=1, granularity=g, subsamples=8).fit(points).centroids_) for g in (0.3, 1.0, 3.0)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


@pytest.mark.parametrize("wanted", [1, 2, 3, 5])
def test_so_many_themes_are_found_as_are_asked_for(answers, wanted):
    report = analyse_texts(answers, seed=1, settings=Settings(subsamples=8, themes=wanted))
    assert len(report.themes) == wanted
    assert sum(theme.size for theme in report.themes) == len(answers)
    if wanted <= 2:
        found = placed(report)
        assert len({found[a.id] for a in answers if int(a.id[2:]) < 3}) == 1


def test_what_is_most_alike_is_joined_when_fewer_themes_are_asked_for():
    centres = np.eye(4, 30)[np.repeat(np.arange(4), 30)]
    centres[30:60] = 0.8 * np.eye(4, 30)[0] + 0.6 * np.eye(4, 30)[1]
    points = centres + 0.03 * np.random.default_rng(0).normal(size=centres.shape)
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    labels = ThemeModel(random_state=1, subsamples=8, at_most=3).fit(points).labels_
    assert sorted(np.bincount(labels).tolist()) == [30, 30, 60]
    assert len(set(labels[:60].tolist())) == 1


def test_groups_that_stand_apart_are_solid_and_noise_is_not():
    draw = np.random.default_rng(0)
    centres = np.eye(4, 30)[np.repeat(np.arange(4), 30)]
    apart = ThemeModel(random_state=1).fit((centres + 0.05 * draw.normal(size=centres.shape)).astype(np.float32))
    noise = ThemeModel(random_state=1).fit(draw.normal(size=(120, 30)).astype(np.float32))
    assert len(apart.stability_) == 4
    assert apart.stability_.min() > 0.95
    assert noise.stability_.mean() < 0.6


def test_a_new_answer_joins_the_theme_it_is_nearest_to():
    points = np.eye(3, dtype=np.float32)[np.repeat([0, 1, 2], 10)]
    model = ThemeModel(random_state=1).fit(points)
    assert model.predict(points[[0, 10]]).tolist() == model.labels_[[0, 10]].tolist()


def test_centring_takes_away_the_mean_of_a_large_language_and_leaves_a_handful_alone():
    points = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32) + 3
    languages = ["nl"] * 20 + ["fr"] * 20
    both = Centring().fit(points, languages).transform(points, languages)
    assert abs(both[:20].mean()) < 0.2
    few = Centring().fit(points[:5], ["nl"] * 5).transform(points[:5], ["nl"] * 5)
    assert np.allclose(few, points[:5] / np.linalg.norm(points[:5], axis=1, keepdims=True))


def test_answers_beyond_the_sample_join_the_themes_it_made():
    crowd = np.repeat(np.arange(5), 1_000)
    points = np.eye(5, 12)[crowd] + 0.05 * np.random.default_rng(0).normal(size=(5_000, 12))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    model = ThemeModel(random_state=1, subsamples=4).fit(points)
    assert len(model.labels_) == 5_000 > SAMPLE
    assert len(set(zip(crowd.tolist(), model.labels_.tolist(), strict=True))) == len(model.centroids_)
    shuffle = np.random.default_rng(1).permutation(5_000)
    again = ThemeModel(random_state=1, subsamples=4).fit(points[shuffle])
    assert np.array_equal(again.labels_, model.labels_[shuffle])


def test_a_few_stray_answers_more_do_not_turn_the_themes_upside_down(sib):
    rows = [TextInput(f"{code}{r['index_id']}", r["text"], code) for code in sib for r in sib[code][:40]]
    stray = [TextInput(f"stray{i}", text, "en") for i, text in enumerate(["Lorem ipsum dolor", "asdf qwer", "yes yes"])]
    before, after = (placed(analyse_texts(texts, seed=1, settings=QUICK)) for texts in (rows, [*rows, *stray]))
    assert adjusted_rand_score([before[t.id] for t in rows], [after[t.id] for t in rows]) > 0.6


def test_a_sentence_and_its_translation_are_nearly_always_in_one_theme(sib):
    rows = [TextInput(f"{code}{r['index_id']}", r["text"], code) for code in ("nl", "fr") for r in sib[code]]
    found = placed(analyse_texts(rows, seed=1, settings=QUICK))
    together = [found[t.id] == found[f"fr{t.id[2:]}"] for t in rows if t.language == "nl"]
    assert sum(together) / len(together) > 0.85


def test_bad_input_is_refused_in_plain_words(answers):
    with pytest.raises(ValueError, match="id of its own"):
        analyse_texts([answers[0], answers[0]], seed=1)
    with pytest.raises(ValueError, match="granularity"):
        analyse_texts(answers, seed=1, settings=Settings(granularity=0))
    with pytest.raises(ValueError, match="finite"):
        ThemeModel().fit(np.full((3, 2), np.nan))


def test_progress_rises_to_the_end_and_can_call_the_analysis_off(answers):
    class Heard:
        def __init__(self, stop_at=2.0):
            self.fractions, self.stop_at = [], stop_at

        def advance(self, fraction, message_code):
            self.fractions.append(fraction)
            if fraction >= self.stop_at:
                raise Cancelled

    heard = Heard()
    analyse_texts(answers, seed=1, settings=QUICK, progress=heard)
    assert heard.fractions == sorted(heard.fractions)
    assert heard.fractions[-1] == 1
    with pytest.raises(Cancelled):
        analyse_texts(answers, seed=1, progress=Heard(stop_at=0.5))
