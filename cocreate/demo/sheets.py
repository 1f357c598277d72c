"""The 615 answer sheets of the demonstration: borrowed sentences as they are, closed answers drawn from a seed.

Pure: the same content, seed and challenges give the same sheets. Every borrowed sentence is used once at most, in its
own language, by somebody who answers in that language; nothing said on a sheet is a finding about anybody.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from cocreate.demo.content import largest_remainder
from cocreate.demo.story import DemoContent, Voice
from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds.project import ProjectActor, project_text
from cocreate.survey.rules import AnswerGiven, AnswerSheet

SEED = 2021
# Whoever tries the demonstration may look up one sheet as its own respondent would.
RECEIPT_TO_TRY = "TRYM-2021-2027"
LANGUAGE_PERCENT = {"fr": 45, "nl": 30, "en": 17, "de": 8}
HELIX = {
    "researcher": HelixCategory.RESEARCH,
    "citizen": HelixCategory.CITIZEN,
    "company": HelixCategory.BUSINESS,
    "public-actor": HelixCategory.PUBLIC_SECTOR,
    "association": HelixCategory.CIVIL_SOCIETY,
    "other": HelixCategory.OTHER,
}
# The challenge that a borrowed sentence is nearest to, where a question asks for one.
CHALLENGE_OF_TOPIC = {
    "climate": "climate-energy",
    "energy": "climate-energy",
    "biodiversity": "climate-energy",
    "housing": "climate-energy",
    "waste": "resources",
    "economy": "resources",
    "mobility": "mobility",
    "public_space": "mobility",
    "safety": "mobility",
    "food": "food",
    "health": "health",
}
ELSE_CHALLENGE = "society"
# How strongly a challenge draws, for everybody and for a family of the helix: rankings with a shape, as real ones.
PULL = {"climate-energy": 1.3, "health": 1.0, "mobility": 0.9, "resources": 0.6, "society": 0.5, "food": 0.3}
FAMILY_PULL: dict[str, dict[str, float]] = {
    HelixCategory.RESEARCH: {"health": 0.6, "climate-energy": 0.3},
    HelixCategory.BUSINESS: {"resources": 0.9, "mobility": 0.3},
    HelixCategory.PUBLIC_SECTOR: {"society": 0.6, "mobility": 0.4},
    HelixCategory.CIVIL_SOCIETY: {"society": 1.2, "food": 0.6},
    HelixCategory.CITIZEN: {"mobility": 0.5, "food": 0.3},
}
RANKED, NO_OPINION, WHOLE_LIST, SHARED_PLACE, NAMES_ACTORS = 0.88, 0.04, 0.62, 0.12, 0.55


def challenge_of(topic: str) -> str:
    """Key of the challenge that a topic is nearest to."""
    return CHALLENGE_OF_TOPIC.get(topic, ELSE_CHALLENGE)


def make_sheets(
    content: DemoContent, challenges: Mapping[str, str], *, first_day: date, last_day: date, seed: int = SEED
) -> list[AnswerSheet]:
    """All sheets. `challenges`: key of a challenge -> its public id, in the order in which people see them."""
    draw = random.Random(seed)
    total = content.process.respondents
    helix = [HELIX[part.key].value for part in content.process.helix for _ in range(part.count)]
    languages = _spread(list(LANGUAGE_PERCENT), largest_remainder(total, list(LANGUAGE_PERCENT.values())))
    fits = _fits(total, content.process.fit_share_percent)
    for column in (helix, languages, fits):
        draw.shuffle(column)
    said = _deal(content, languages, fits, draw)
    days = (last_day - first_day).days
    fullest = max(range(total), key=lambda person: len(said[person]))
    return [
        AnswerSheet(
            language=languages[person],
            day=first_day + timedelta(days=draw.randint(0, days)),
            receipt_code=RECEIPT_TO_TRY if person == fullest else "",
            answers=(
                *_ranking(challenges, helix[person], draw),
                _fit(fits[person], said[person].get("fit_comment"), content),
                *_texts(said[person], challenges, content, draw),
                AnswerGiven("helix", {"choice": helix[person]}),
            ),
        )
        for person in range(total)
    ]


def _spread(values: Sequence[str], counts: Sequence[int]) -> list[str]:
    return [value for value, count in zip(values, counts, strict=True) for _ in range(count)]


def _fits(total: int, yes_percent: int) -> list[str]:
    """Two thirds find the list fit; of the others most find it partly so."""
    counts = largest_remainder(total, [yes_percent, (100 - yes_percent) * 0.7, (100 - yes_percent) * 0.3])
    return _spread(["yes", "partly", "no"], counts)


def _deal(
    content: DemoContent, languages: Sequence[str], fits: Sequence[str], draw: random.Random
) -> list[dict[str, Voice]]:
    """Person -> question -> borrowed sentence. Comments on the fit go first to people who miss something."""
    said: list[dict[str, Voice]] = [{} for _ in languages]
    voices: dict[tuple[str, str], list[Voice]] = defaultdict(list)
    for voice in content.voices:
        voices[voice.use, voice.language].append(voice)
    for (use, language), mine in sorted(voices.items()):
        people = [person for person, spoken in enumerate(languages) if spoken == language]
        draw.shuffle(people)
        draw.shuffle(mine)
        if use == "fit_comment":
            people.sort(key=lambda person: fits[person] == "yes")
        for person, voice in zip(people, mine, strict=False):  # more sentences than people: the rest stays unsaid
            said[person][use] = voice
    return said


def _ranking(challenges: Mapping[str, str], helix: str, draw: random.Random) -> list[AnswerGiven]:
    """An order drawn after Plackett and Luce: each next place goes by the pull on this person's family."""
    chance = draw.random()
    if chance > RANKED:
        return [AnswerGiven("rank_challenges", {"no_opinion": True})] if chance > 1 - NO_OPINION else []
    pull = {key: PULL[key] + FAMILY_PULL.get(helix, {}).get(key, 0.0) for key in challenges}
    # Sorting by pull plus Gumbel noise is such a draw (Yellott 1977).
    noisy = {key: pull[key] - math.log(draw.expovariate(1.0) + 1e-12) for key in challenges}
    order = sorted(challenges, key=lambda key: -noisy[key])
    kept = order if draw.random() < WHOLE_LIST else order[: draw.randint(1, 3)]
    tiers: list[Any] = [challenges[key] for key in kept]
    if len(tiers) > 3 and draw.random() < SHARED_PLACE:
        tiers[1:3] = [[tiers[1], tiers[2]]]
    return [AnswerGiven("rank_challenges", {"order": tiers, "shown": list(challenges.values())})]


def _fit(choice: str, voice: Voice | None, content: DemoContent) -> AnswerGiven:
    return AnswerGiven("fit", {"choice": choice}, **_words(voice, content))


def _texts(
    said: Mapping[str, Voice], challenges: Mapping[str, str], content: DemoContent, draw: random.Random
) -> list[AnswerGiven]:
    found = []
    if voice := said.get("new_challenge"):
        found.append(AnswerGiven("new_challenge", **_words(voice, content)))
    if voice := said.get("assets"):
        found.append(AnswerGiven("assets", item=challenges[challenge_of(voice.topic)], **_words(voice, content)))
    if voice := said.get("project"):
        value = {"title": "", "actors": _actors(voice, content, draw)}
        found.append(AnswerGiven("project", value, **{**_words(voice, content), "text": project_text("", voice.text)}))
    return found


def _words(voice: Voice | None, content: DemoContent) -> dict[str, Any]:
    """A borrowed sentence with what its licence wants told; nothing where somebody is silent."""
    if voice is None:
        return {}
    title = next(source.title for source in content.attribution.sources if source.key == voice.source)
    attribution = {"source": title, "licence": voice.licence, "reference": voice.url_or_ref}
    return {"text": voice.text, "text_language": voice.language, "attribution": attribution}


def _actors(voice: Voice, content: DemoContent, draw: random.Random) -> list[dict[str, Any]]:
    """One to three of the challenge's own actors, as somebody who knows the field would name them."""
    if draw.random() > NAMES_ACTORS:
        return []
    challenge = next(c for c in content.process.challenges if c.key == challenge_of(voice.topic))
    picked = draw.sample(challenge.assets, min(len(challenge.assets), draw.randint(1, 3)))
    return [asdict(ProjectActor(name=organisation.name.in_language(voice.language))) for organisation in picked]
