"""What one group says more than the others: the phrases that set it apart, with how often and how sure.

Log-odds ratios with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words"), per language:
the prior is what all say together, so a rare word must be used much more often before it counts. Answers are counted,
not occurrences, so that one long answer cannot make its words a group's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import exp, log, sqrt

from cocreate.analysis.text.labels import Key, phrases, spelling
from cocreate.analysis.text.results import Distinctive
from cocreate.analysis.text.tokens import content_stems

PRIOR = 50.0  # answers that the prior is worth at most
PRIOR_SHARE = 0.2  # of all answers, where there are fewer
FULLER = 0.6  # of the answers with a word must hold the longer phrase that is shown for it
SUPPORT = 3  # answers of the group with the phrase
SURE = 1.96  # standard errors from which a difference is more than chance
TERMS = 8  # per group and language


def distinctive_terms(
    texts: Sequence[str],
    languages: Sequence[str],
    groups: Sequence[str | None],
    *,
    leave_out: Sequence[str] = (),
    terms: int = TERMS,
) -> dict[str, list[Distinctive]]:
    """Per group its own phrases, surest first; groups without any are absent. Answers with group None are left out.

    The three sequences run in parallel. `leave_out` holds texts such as the question, whose words are no finding.

    >>> texts = ["Minder regels"] * 8 + ["Meer groen"] * 8
    >>> found = distinctive_terms(texts, ["nl"] * 16, ["business"] * 8 + ["research"] * 8)
    >>> [(d.term, d.count, d.base, d.other_count) for d in found["business"]]
    [('regels', 8, 8, 0)]
    """
    found: dict[str, list[Distinctive]] = defaultdict(list)
    for language in sorted(set(languages)):
        asked = {stem for text in leave_out for stem in content_stems(text, language)}
        holding: dict[str, Counter[Key]] = defaultdict(Counter)
        base: Counter[str] = Counter()
        spellings: dict[Key, Counter[str]] = defaultdict(Counter)
        for text, spoken, group in zip(texts, languages, groups, strict=True):
            if spoken != language or group is None:
                continue
            base[group] += 1
            for key, (written, _) in phrases(text, language).items():
                holding[group][key] += 1
                spellings[key].update(written)
        for group in sorted(base):
            own = _of_group(group, holding, base, asked)
            for key, numbers in own[:terms]:
                found[group].append(Distinctive(spelling(spellings[key]), language, *numbers))
    return dict(found)


Numbers = tuple[int, int, int, int, float, float, float, float]


def _of_group(
    group: str, holding: Mapping[str, Counter[Key]], base: Mapping[str, int], asked: set[str]
) -> list[tuple[Key, Numbers]]:
    """Phrases of a group that are more than chance, surest first; no two share a word."""
    total = Counter[Key]()
    for counts in holding.values():
        total.update(counts)
    everybody = sum(base.values())
    sure: dict[Key, Numbers] = {}
    for key, count in holding[group].items():
        if count < SUPPORT or set(key) <= asked:
            continue
        numbers = _compare(count, base[group], total[key] - count, everybody - base[group], total[key] / everybody)
        if numbers and numbers[-1] >= SURE:
            sure[key] = numbers
    chosen: list[Key] = []
    for key in sorted(sure, key=lambda key: (-sure[key][-1], -len(key), key)):
        if not any(set(key) & set(other) for other in chosen):
            chosen.append(_fuller(key, sure, chosen))
    return [(key, sure[key]) for key in chosen]


def _fuller(key: Key, sure: Mapping[Key, Numbers], chosen: Sequence[Key]) -> Key:
    """The phrase in which a word nearly always stands, which says more: "onderzoek" as "fundamenteel onderzoek"."""
    taken = {stem for other in chosen for stem in other}
    longer = [
        other
        for other in sure
        if set(key) < set(other) and not taken & set(other) and sure[other][0] >= FULLER * sure[key][0]
    ]
    return max(longer, key=lambda other: (sure[other][0], len(other), other), default=key)


def _compare(count: int, base: int, other: int, other_base: int, share: float) -> Numbers | None:
    """The log-odds ratio with its error; None where there is nobody to compare with."""
    if not other_base:
        return None
    prior = min(PRIOR, PRIOR_SHARE * (base + other_base))
    with_it, without = prior * share, prior * (1 - share) + 0.5
    here = log(count + with_it) - log(base - count + without)
    there = log(other + with_it) - log(other_base - other + without)
    error = sqrt(1 / (count + with_it) + 1 / (other + with_it))
    difference = here - there
    low, high = exp(difference - SURE * error), exp(difference + SURE * error)
    return (
        count,
        base,
        other,
        other_base,
        round(exp(difference), 2),
        round(low, 2),
        round(high, 2),
        round(difference / error, 3),
    )
