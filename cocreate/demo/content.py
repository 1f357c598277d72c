"""Reads the demonstration: the Brussels process 2021-2027, from megatrends to actions, and the voices it borrows.

Pure: files in, frozen values out, no database. `load_content()` reads everything once and refuses what is incomplete,
so that a loader never has to check again. Facts come from the regional plan, in our own words; `Voice` rows come from
other people's consultations and each carries its own licence (see `Source`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cocreate.demo.story import (
    LANGUAGES,
    Action,
    Attribution,
    Axis,
    Camp,
    CampCard,
    Candidate,
    CardTie,
    Challenge,
    Criterion,
    DemoContent,
    Dimension,
    HelixPart,
    Megatrend,
    Merged,
    Organisation,
    Phase,
    Process,
    Profile,
    Reason,
    Remark,
    Scoring,
    Sid,
    Source,
    Stacked,
    SubChallenge,
    Text,
    Transition,
    Voice,
    WorkingGroup,
    Zone,
)
from cocreate.process.evidence.contexts import starter_megatrends

USES = ("new_challenge", "assets", "project", "fit_comment")
ALLOWED_LICENCES = frozenset({"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "MIT"})

Json = Mapping[str, Any]


class BrokenContent(ValueError):
    """A demonstration file is incomplete; says which one and where."""


def largest_remainder(total: int, shares: Sequence[float]) -> tuple[int, ...]:
    """Whole numbers that add up to `total`, as near to the shares as whole numbers can be.

    >>> largest_remainder(615, [44, 35, 8, 7, 4, 2])
    (271, 215, 49, 43, 25, 12)
    """
    exact = [total * share / sum(shares) for share in shares]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return tuple(counts)


@cache
def load_content() -> DemoContent:
    """All of the demonstration, read from the package and checked; raises BrokenContent."""
    process, sids, plan = read_data("process.json"), read_data("sids.json"), read_data("plan.json")
    listed = (Organisation(row["key"], row["helix"], _text(row["name"])) for row in process["organisations"])
    organisations = {organisation.key: organisation for organisation in listed}
    content = DemoContent(
        process=_process(process, organisations),
        organisations=tuple(organisations.values()),
        long_list=tuple(_candidate(row) for row in sids["long_list"]),
        sids=tuple(_sid(row) for row in sids["sids"]),
        criteria=tuple(
            Criterion(row["key"], _text(row["title"]), _text(row["description"]), _texts(row["questions"]))
            for row in sids["criteria"]
        ),
        dimensions=tuple(Dimension(row["key"], _text(row["title"])) for row in sids["ranking_dimensions"]),
        axes=tuple(Axis(row["number"], _text(row["title"]), _text(row["description"])) for row in plan["axes"]),
        actions=tuple(_action(row, organisations) for row in plan["actions"]),
        voices=_voices(),
        camp=_camp(read_data("camp.json")),
        scoring=_scoring(read_data("scores.json"), organisations),
        attribution=_attribution(read_data("ATTRIBUTION.json")),
    )
    _check(content)
    return content


def _file(name: str) -> str:
    return (files("cocreate.demo") / "data" / name).read_text(encoding="utf-8")


def read_data(name: str) -> Json:
    """A file of the demonstration's data; raises BrokenContent."""
    try:
        loaded: Json = json.loads(_file(name))
    except json.JSONDecodeError as error:
        raise BrokenContent(f"{name}: {error}") from error
    return loaded


def _text(row: Mapping[str, str]) -> Text:
    if set(row) != set(LANGUAGES) or not all(value.strip() for value in row.values()):
        raise BrokenContent(f"not in four languages: {row}")
    return Text(**row)


def _texts(rows: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(_text(row) for row in rows)


def _pick(keys: Iterable[str], organisations: Mapping[str, Organisation]) -> tuple[Organisation, ...]:
    return tuple(organisations[key] for key in keys)


def _process(data: Json, organisations: Mapping[str, Organisation]) -> Process:
    counts = largest_remainder(data["respondents"], [row["percent"] for row in data["helix"]])
    return Process(
        title=_text(data["title"]),
        summary=_text(data["summary"]),
        source=data["source"],
        respondents=data["respondents"],
        fit_share_percent=data["fit_share_percent"],
        camp_participants=data["camp_participants"],
        budget_million_euro=data["budget_million_euro"],
        helix=tuple(
            HelixPart(row["key"], row["helix"], row["percent"], count, _text(row["title"]))
            for row, count in zip(data["helix"], counts, strict=True)
        ),
        megatrends=tuple(
            Megatrend(row["key"], _text(row["title"]), _texts(row["trends"])) for row in starter_megatrends()
        ),
        transitions=tuple(
            Transition(row["key"], _text(row["title"]), _text(row["description"]), _texts(row["priorities"]))
            for row in data["transitions"]
        ),
        challenges=tuple(_challenge(row, organisations) for row in data["challenges"]),
        transversal_additions=_texts(data["additions"]["transversal"]),
        sub_dimension_additions=_texts(data["additions"]["sub_dimensions"]),
        phases=tuple(Phase(row["key"], _text(row["title"]), _text(row["description"])) for row in data["phases"]),
    )


def _challenge(row: Json, organisations: Mapping[str, Organisation]) -> Challenge:
    return Challenge(
        key=row["key"],
        section=row["section"],
        title=_text(row["title"]),
        description=_text(row["description"]),
        sub_challenges=tuple(
            SubChallenge(sub["key"], _text(sub["title"]), _text(sub["description"])) for sub in row["sub_challenges"]
        ),
        assets=_pick(row["assets"], organisations),
    )


def _candidate(row: Json) -> Candidate:
    return Candidate(
        key=row["key"],
        kind=row["kind"],
        reconstructed=row["reconstructed"],
        title=_text(row["title"]),
        description=_text(row["description"]),
        challenges=tuple(row["challenges"]),
        became=tuple(row["became"]),
    )


def _sid(row: Json) -> Sid:
    return Sid(
        key=row["key"],
        section=row["section"],
        transversal=row["transversal"],
        title=_text(row["title"]),
        description=_text(row["description"]),
        challenges=tuple(row["challenges"]),
        sub_domains=_texts(row["sub_domains"]),
    )


def _action(row: Json, organisations: Mapping[str, Organisation]) -> Action:
    return Action(
        number=row["number"],
        axis=row["axis"],
        title=_text(row["title"]),
        description=_text(row["description"]),
        actors=_pick(row["actors"], organisations),
        sids=tuple(row["sids"]),
    )


def _voices() -> tuple[Voice, ...]:
    return tuple(Voice(**json.loads(line)) for line in _file("voices.jsonl").splitlines())


def _camp(data: Json) -> Camp:
    return Camp(
        title=_text(data["title"]),
        origin=data["origin"],
        question=_text(data["question"]),
        participants=data["participants"],
        zones=tuple(Zone(row["key"], _text(row["title"])) for row in data["zones"]),
        groups=tuple(WorkingGroup(row["challenge"], _text(row["title"])) for row in data["groups"]),
        topics=MappingProxyType({key: _text(row) for key, row in data["topics"].items()}),
        cards=tuple(CampCard(**{**row, "topics": tuple(row["topics"])}) for row in data["cards"]),
        links=tuple(CardTie(**row) for row in data["links"]),
        stacks=tuple(Stacked(**row) for row in data["stacks"]),
        merges=tuple(Merged(**{**row, "cards": tuple(row["cards"])}) for row in data["merges"]),
        comments=tuple(Remark(**row) for row in data["comments"]),
    )


def _scoring(data: Json, organisations: Mapping[str, Organisation]) -> Scoring:
    return Scoring(
        seed=data["seed"],
        lowest=data["scale"]["lowest"],
        highest=data["scale"]["highest"],
        spread=data["spread"],
        committee=_pick(data["committee"], organisations),
        weights=MappingProxyType(dict(data["weights"])),
        profiles=MappingProxyType(
            {
                key: Profile(MappingProxyType(dict(row["criteria"])), MappingProxyType(dict(row["dimensions"])))
                for key, row in data["profiles"].items()
            }
        ),
        reasons=tuple(Reason(row["candidate"], row["outcome"], _text(row["reason"])) for row in data["reasons"]),
    )


def _attribution(data: Json) -> Attribution:
    return Attribution(
        notice=_text(data["notice"]),
        process_source=_text(data["process_source"]),
        share_alike=data["share_alike"],
        sources=tuple(Source(**{**row, "changes": _text(row["changes"])}) for row in data["sources"]),
    )


def _check(content: DemoContent) -> None:
    """Everything that points somewhere must point at something that is there."""
    challenges = {challenge.key for challenge in content.process.challenges}
    sids, candidates = {sid.key for sid in content.sids}, {candidate.key for candidate in content.long_list}
    licences = {source.key: source.licence for source in content.attribution.sources}
    camp = content.camp
    zones, groups = {zone.key for zone in camp.zones}, {group.challenge for group in camp.groups}
    written = {card.key for card in camp.cards}
    told = [key for tie in camp.links for key in (tie.source, tie.target)]
    told += [key for laid in camp.stacks for key in (laid.card, laid.onto)]
    told += [key for made in camp.merges for key in made.cards] + [remark.card for remark in camp.comments]

    linked = [link for sid in content.sids for link in sid.challenges]
    linked += [link for candidate in content.long_list for link in candidate.challenges]
    _demand("unknown challenge", set(linked) - challenges)
    _demand("unknown SID", {key for candidate in content.long_list for key in candidate.became} - sids)
    _demand("unknown SID in plan", {key for action in content.actions for key in action.sids} - sids)
    _demand("group without challenge", groups ^ challenges)
    _demand("card astray", {c.text for c in camp.cards if c.zone not in zones or c.group not in groups})
    _demand("unknown card", set(told) - written)
    _demand("unknown topic", {topic for card in camp.cards for topic in card.topics} - set(camp.topics))
    _demand("candidate without profile", candidates ^ set(content.scoring.profiles))
    _demand("reason without candidate", {reason.candidate for reason in content.scoring.reasons} - candidates)
    _demand("licence not allowed", {voice.licence for voice in content.voices} - ALLOWED_LICENCES)
    _demand("voice against its source", {v.text for v in content.voices if licences.get(v.source) != v.licence})
    _demand("unknown use", {voice.use for voice in content.voices} - set(USES))
    _demand("unknown language", {voice.language for voice in content.voices} - set(LANGUAGES))


def _demand(what: str, bad: Iterable[str]) -> None:
    if found := sorted(bad):
        raise BrokenContent(f"{what}: {', '.join(found)}")
