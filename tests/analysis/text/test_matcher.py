"""Statements find what they speak of, say why, and learn from what people decide."""

import numpy as np
import pytest

from cocreate.analysis.text.calibration import Calibrator, calibration_error
from cocreate.analysis.text.curve import learning_curve
from cocreate.analysis.text.marking import marked
from cocreate.analysis.text.matcher import NEW, Evidence, Kind, Matcher, kind_of
from cocreate.analysis.text.matching import Entry
from cocreate.analysis.text.novelty import neighbours

ENTRIES = [
    Entry("mobility", {"en": "Mobility: public transport, cycling, safe streets"}),
    Entry("bus", {"en": "Buses and trams that run often", "nl": "Bussen en trams"}, "sub_challenge", "mobility"),
    Entry("health", {"en": "Health: access to care, doctors, prevention"}),
    Entry("waste", {"en": "Circular economy: waste, reuse, repair"}),
]
SAID = [
    "More buses in the evening",
    "Trams should run at night",
    "Les bus doivent passer plus souvent",
    "Bussen rijden te weinig",
    "Too few family doctors",
    "Il n'y a pas assez de médecins",
    "Er zijn te weinig huisartsen",
    "Hospitals are far away",
    "Repair cafés in every district",
    "Minder afval, meer hergebruik",
    "Trop de déchets dans la rue",
    "Let people repair their phones",
]
TONGUES = ["en", "en", "fr", "nl", "en", "fr", "nl", "en", "en", "nl", "fr", "en"]
TRUTH = ["bus"] * 4 + ["health"] * 4 + ["waste"] * 4


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(ENTRIES).fit(SAID, TONGUES)


def first(matcher: Matcher) -> list[str]:
    return [verdict.matches[0].entry_id for verdict in matcher.verdicts_]


def test_statements_in_any_language_find_their_entry(matcher: Matcher) -> None:
    assert sum(a == b for a, b in zip(first(matcher), TRUTH, strict=True)) >= 10


def test_the_words_that_decide_are_words_of_the_statement(matcher: Matcher) -> None:
    by_text = dict(zip(SAID, matcher.verdicts_, strict=True))
    assert "buses" in [w.lower() for w in by_text["More buses in the evening"].words]
    assert "médecins" in by_text["Il n'y a pas assez de médecins"].words
    assert all(word in text for text, verdict in by_text.items() for word in verdict.words)


def test_likelihoods_add_up_and_confidence_is_a_probability(matcher: Matcher) -> None:
    assert np.allclose(matcher.likelihood_.sum(axis=1), 1)
    assert all(0 <= v.confidence <= 1 and 0 <= v.novelty <= 1 for v in matcher.verdicts_)


def test_the_same_statements_in_another_order_get_the_same_verdicts(matcher: Matcher) -> None:
    turned = Matcher(ENTRIES).fit(SAID[::-1], TONGUES[::-1])
    assert turned.verdicts_[::-1] == matcher.verdicts_
    assert Matcher(ENTRIES).fit(SAID, TONGUES).verdicts_ == matcher.verdicts_


def test_a_decision_teaches_the_statements_that_resemble_it() -> None:
    odd = [*SAID, "Our choir needs a rehearsal room", "A rehearsal room for choirs and bands"]
    tongues = [*TONGUES, "en", "en"]
    before = Matcher(ENTRIES).fit(odd, tongues)
    told: list[str | None] = [None] * 12 + ["waste", None]
    after = Matcher(ENTRIES).fit(odd, tongues, told)
    waste = [entry.id for entry in ENTRIES].index("waste")
    assert after.likelihood_[13, waste] > before.likelihood_[13, waste] + 0.2
    assert first(after)[13] == "waste"


def test_from_five_decisions_an_entry_on_a_regression_helps_and_keeps_what_was_told() -> None:
    texts, tongues, truth = SAID * 3, TONGUES * 3, TRUTH * 3
    told = [entry if i < 24 else None for i, entry in enumerate(truth)]
    taught = Matcher(ENTRIES).fit([f"{text} {i}" for i, text in enumerate(texts)], tongues, told)
    assert first(taught) == truth


def test_what_people_call_new_teaches_no_entry() -> None:
    told: list[str | None] = [NEW] + [None] * 11
    taught = Matcher(ENTRIES).fit(SAID, TONGUES, told)
    assert np.allclose(taught.likelihood_, Matcher(ENTRIES).fit(SAID, TONGUES).likelihood_)


def test_examples_speak_for_their_entry() -> None:
    shown = [*ENTRIES, Entry("night", {"en": "Zyx"}, examples=("Trams should run at night", "Night trams"))]
    verdicts = Matcher(shown).fit(["Trams through the night"], ["en"]).verdicts_
    assert verdicts[0].matches[0].entry_id == "night"
    assert len(verdicts) == 1


def test_without_statements_or_entries_nothing_breaks() -> None:
    assert Matcher(ENTRIES).fit([], []).verdicts_ == []
    (alone,) = Matcher([]).fit(["More buses"], ["en"]).verdicts_
    assert (alone.kind, alone.matches, alone.confidence) == (Kind.NEW, (), 0.0)
    blank = Matcher(ENTRIES, encoder=None).fit(["", "👍"], ["und", "und"]).verdicts_
    assert [len(v.words) for v in blank] == [0, 0]


def test_a_subject_that_no_entry_speaks_of_is_new_however_many_entries_there_are() -> None:
    strange = ["Vote blanc reconnu", "Referendum by citizens", "Verkiezingen met loting", "Mandate der Abgeordneten"]
    few = Matcher(ENTRIES).fit([*SAID, *strange], [*TONGUES, "fr", "en", "nl", "de"]).verdicts_
    assert np.mean([v.novelty for v in few[12:]]) > np.mean([v.novelty for v in few[:12]]) + 0.15
    assert [v.kind for v in few[12:]].count(Kind.NEW) >= 3
    more = [*ENTRIES, *(Entry(f"x{n}", {"en": f"Museum number {n}"}) for n in range(40))]
    many = Matcher(more).fit([*SAID, *strange], [*TONGUES, "fr", "en", "nl", "de"]).verdicts_
    assert [v.kind for v in many[12:]].count(Kind.NEW) >= 3


def test_those_who_answer_in_one_language_may_all_speak_of_the_same() -> None:
    cycling = ["Mehr Radwege", "Radwege sind gefährlich", "Der Radweg ist zu eng", "Radwege besser trennen"] * 6
    german = [f"{text}, Strecke {n}" for n, text in enumerate(cycling)]
    entries = [*ENTRIES, Entry("cycling", {"en": "Cycling", "de": "Radfahren und Radwege"})]
    verdicts = Matcher(entries).fit([*german, *SAID], ["de"] * 24 + TONGUES).verdicts_
    assert {v.matches[0].entry_id for v in verdicts[:24]} <= {"cycling", "mobility"}  # mobility names cycling too
    assert [v.kind for v in verdicts[:24]].count(Kind.NEW) <= 8


def test_neighbours_are_the_nearest_others_also_when_only_a_part_is_looked_at() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(size=(60, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    likeness = points @ points.T
    np.fill_diagonal(likeness, -2)
    assert (neighbours(points, 4) == np.argsort(-likeness, axis=1)[:, :4]).all()
    part = neighbours(points, 4, most=20)
    allowed = np.linspace(0, 59, 20).astype(int)
    assert set(part.ravel().tolist()) <= set(allowed.tolist())
    assert all(row not in near for row, near in enumerate(part.tolist()))


def test_people_who_call_nothing_new_teach_the_machine_to_say_so_less_often() -> None:
    told = list(TRUTH)
    before = [v.novelty for v in Matcher(ENTRIES).fit(SAID, TONGUES).verdicts_]
    after = [v.novelty for v in Matcher(ENTRIES).fit(SAID, TONGUES, told).verdicts_]
    assert np.mean(after) < np.mean(before)
    wild = [v.novelty for v in Matcher(ENTRIES).fit(SAID, TONGUES, [NEW] * 12).verdicts_]
    assert np.mean(wild) > np.mean(before)


FAMILY = {0: [0, 1], 2: [2], 3: [3]}


@pytest.mark.parametrize(
    ("near", "likely", "is_new", "expected"),
    [
        ([2, 2, 0, 0], [0.2, 0.8, 0, 0], False, (Kind.BELONGS, 1)),  # near a part
        ([2, 0, 0, 0], [0.9, 0.1, 0, 0], False, (Kind.COMPLETES, 0)),  # near the challenge, and none of its parts
        ([0, 0, 2, 0], [0.1, 0.1, 0.8, 0], False, (Kind.BELONGS, 2)),  # a challenge without parts
        ([2, 0, 2, 2], [0.4, 0, 0.3, 0.3], False, (Kind.TRANSVERSAL, None)),
        ([2, 0, 2, 2], [0.8, 0, 0.1, 0.1], False, (Kind.COMPLETES, 0)),  # three are near, but one is ahead
        ([-1, -1, -1, -1], [0.4, 0.2, 0.2, 0.2], True, (Kind.NEW, None)),
    ],
)
def test_the_verdict_follows_from_what_is_near(near, likely, is_new, expected) -> None:
    found = kind_of(np.array(near, np.float32), np.array(likely), int(np.argmax(likely)), FAMILY, is_new=is_new)
    assert found == expected


@pytest.mark.parametrize(
    ("near", "likely", "expected"),
    [
        ([0, 0, 2, 2, 2], [0.2, 0, 0.25, 0.15, 0.4], (Kind.BELONGS, 4)),  # two challenges and an actor are no three
        ([2, 0, 2, 2, 2], [0.15, 0, 0.15, 0.3, 0.4], (Kind.BELONGS, 4)),  # one challenge is ahead of the two others
        ([2, 0, 2, 2, 2], [0.2, 0, 0.2, 0.2, 0.4], (Kind.TRANSVERSAL, None)),
        ([2, 2, 0, 0, 0], [0.9, 0.1, 0, 0, 0], (Kind.BELONGS, 0)),  # a project is no part that would be missing
    ],
)
def test_what_stands_beside_the_challenges_is_not_counted_among_them(near, likely, expected) -> None:
    """A project (1) for a challenge (0), two more challenges, and an actor (4)."""
    family = {0: [0, 1], 2: [2], 3: [3], 4: [4]}
    told = np.array(near, np.float32), np.array(likely)
    assert kind_of(*told, int(np.argmax(likely)), family, is_new=False, beside={1, 4}) == expected


LAB = Entry("lab", {}, "actor", names=("Repair Lab", "Labo Répar"))


def test_an_actor_comes_first_where_it_is_named_and_changes_nothing_elsewhere() -> None:
    said = [*SAID, "The repair lab should open on Sunday", "Le labo repar est trop loin"]
    tongues = [*TONGUES, "en", "fr"]
    before = Matcher(ENTRIES).fit(said, tongues).verdicts_
    after = Matcher([*ENTRIES, LAB]).fit(said, tongues).verdicts_
    for one, other in zip(before[:12], after[:12], strict=True):
        assert (one.kind, one.entry_id, one.words, one.novelty) == (
            other.kind,
            other.entry_id,
            other.words,
            other.novelty,
        )
        assert "lab" not in [match.entry_id for match in other.matches[:4]] and other.confidence == one.confidence
    assert [(v.kind, v.entry_id, v.matches[0].entry_id) for v in after[12:]] == [(Kind.BELONGS, "lab", "lab")] * 2
    assert [v.words for v in after[12:]] == [("repair", "lab"), ("labo", "repar")]
    assert after[12].matches[1].entry_id == before[12].matches[0].entry_id


def test_people_can_show_what_is_said_of_an_actor_that_is_not_named() -> None:
    odd = [*SAID, "Our choir needs a rehearsal room", "A rehearsal room for choirs and bands"]
    told = [*TRUTH, "lab", None]
    verdict = Matcher([*ENTRIES, LAB]).fit(odd, [*TONGUES, "en", "en"], told).verdicts_[-1]
    assert verdict.matches[0].entry_id == "lab"


def test_confidence_is_drawn_to_what_people_confirm() -> None:
    sure = Calibrator(prior=(1.0, 0.0)).fit([2.0] * 60, [False] * 60)
    assert sure.predict([2.0])[0] < 0.15 < 0.5 < Calibrator(prior=(1.0, 0.0)).fit([], []).predict([2.0])[0]
    few = Calibrator(prior=(1.0, 0.0)).fit([2.0], [False])
    assert few.predict([2.0])[0] > 0.5  # one refusal does not overturn what was measured elsewhere


def test_many_confirmations_correct_the_shape_of_the_confidence() -> None:
    rng = np.random.default_rng(0)
    raw = rng.uniform(-4, 4, 2_000)
    chance = np.where(raw > 0, 0.7, 0.4)  # no logistic curve
    right = rng.uniform(size=2_000) < chance
    fitted = Calibrator(prior=(1.0, 0.0)).fit(raw[:1000], right[:1000])
    fixed = Calibrator(prior=(1.0, 0.0)).fit([], [])
    error = calibration_error(fitted.predict(raw[1000:]), right[1000:])
    assert error < 0.06 < calibration_error(fixed.predict(raw[1000:]), right[1000:])


def test_evidence_changes_the_confidence_and_not_the_order(matcher: Matcher) -> None:
    raw = tuple(v.raw for v in matcher.verdicts_) * 5
    doubted = Matcher(ENTRIES, evidence=Evidence(raw, (False,) * len(raw))).fit(SAID, TONGUES)
    assert first(doubted) == first(matcher)
    assert all(d.confidence < v.confidence for d, v in zip(doubted.verdicts_, matcher.verdicts_, strict=True))


def test_the_learning_curve_counts_every_decision_once_and_in_order() -> None:
    ranks = [None, 2, None, 1, 3] * 4 + [1] * 20
    curve = learning_curve(ranks, points=4)
    assert [(p.start, p.stop) for p in curve] == [(0, 10), (10, 20), (20, 30), (30, 40)]
    assert [p.share for p in curve] == [0.2, 0.2, 1.0, 1.0]
    assert [p.among_three for p in curve] == [6, 6, 10, 10]
    assert all(p.low <= p.share <= p.high for p in curve)
    assert learning_curve([]) == []


def test_marked_pieces_are_the_text_again_with_every_deciding_word() -> None:
    text = "L'eau, l’eau et l'air: EAU!"
    pieces = marked(text, ["eau"])
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_word in pieces if is_word] == ["eau", "eau", "EAU"]
