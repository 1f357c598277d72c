"""The opinion groups of a file of votes as a page to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cocreate import __version__
from cocreate.analysis.opinions import Counts, GroupResult, OpinionReport, StatementResult
from cocreate.analysis.opinions.picture import HEIGHT, WIDTH, letter, picture
from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Picture, Points

STYLE = (
    "<style>.opinions__axes{stroke:#c5cad1}.opinions__hull{fill:#1b1f24;fill-opacity:.05;stroke:#8a929c}"
    ".opinions__dot{fill:#1f5fa8}.opinions__dot--1{fill:#b3470f}.opinions__dot--2{fill:#2c7a3d}"
    ".opinions__dot--3{fill:#7a3d99}.opinions__dot--4{fill:#8a6d00}.opinions__dot--none{fill:#8a929c}"
    ".opinions__badge{fill:#fff;stroke:#1b1f24}.opinions__letter{font:bold 14px sans-serif;text-anchor:middle}</style>"
)
WARNINGS = {
    "opinions.too_few_votes": "{count} of {people} people cast too few votes to stand in a group.",
    "opinions.few_people": "Only {count} people: the groups may come and go with a few more.",
    "opinions.no_pattern": "People do not vote alike more than chance makes them, so there is one group.",
    "opinions.no_groups": "No groups stand apart, so there is one.",
    "opinions.run_together": "The groups run into each other: there is no clear border between them.",
}
MOST = 10


def document_of(report: OpinionReport, texts: Mapping[str, str], title: str) -> Document:
    """Picture, groups, what unites, what divides, method."""
    names = {group.key: f"Group {letter(place)}" for place, group in enumerate(report.groups)}
    lede = f"{report.people} people cast {report.votes} votes on {len(report.statements)} statements. " + (
        "They form " + ", ".join(f"{names[g.key]} ({g.size})" for g in report.groups) + "." if report.groups else ""
    )
    blocks: list[Block] = [Heading("Who votes alike")]
    if report.positions:
        drawn = picture(report.positions, report.group_of, [g.key for g in report.groups])
        described = "A dot for each person; people who vote alike stand close together. " + ", ".join(
            f"{names[g.key]} has {g.size} people" for g in report.groups
        )
        svg = drawn.replace("<path", f"{STYLE}<path", 1)
        blocks.append(Picture(svg, b"", int(WIDTH), int(HEIGHT), described))
    notes = [WARNINGS[warning.code].format(**warning.params) for warning in report.warnings]
    if notes:
        blocks.append(Points(notes))
    for group in report.groups if len(report.groups) > 1 else ():
        blocks += _group(group, names, texts)
    blocks += _list("What unites", "All groups lean the same way", report.united(MOST), names, texts)
    if len(report.groups) > 1:
        blocks += _list("What divides", "Groups differ, more than by chance", report.divided(MOST), names, texts)
    return Document(f"Opinion groups: {title}", "en", (*blocks, *_method(report)), lede)


def _group(group: GroupResult, names: Mapping[str, str], texts: Mapping[str, str]) -> list[Block]:
    rows = [
        (
            _said(r.statement, texts),
            f"{'agrees' if r.direction == 1 else 'disagrees'}{'' if r.is_sure else ' (not sure)'}",
            f"{r.share:.0%} of {r.base}",
            f"{r.others_share:.0%} of {r.others_base}",
        )
        for r in group.representative
    ]
    headers = ("Statement", "The group", "In the group", "Elsewhere")
    caption = f"What {names[group.key]} says more than the others"
    return [
        Heading(f"{names[group.key]}: {group.size} people", 3),
        Grid(caption, headers, rows, frozenset({2, 3})),
    ]


def _list(
    title: str,
    caption: str,
    found: Sequence[StatementResult],
    names: Mapping[str, str],
    texts: Mapping[str, str],
) -> list[Block]:
    if not found:
        return [Heading(title), Paragraph("No statement does.")]
    rows = [(_said(s.id, texts), _split(s.all), *(_split(s.by_group[key]) for key in names)) for s in found]
    headers = ("Statement", "All", *names.values())
    return [Heading(title), Grid(caption, headers, rows, frozenset(range(1, len(headers))))]


def _said(statement: str, texts: Mapping[str, str]) -> str:
    return texts.get(statement) or statement


def _split(counts: Counts) -> str:
    """Agreeing and disagreeing, with the base."""
    if not counts.seen:
        return "–"
    return f"+{counts.agree / counts.seen:.0%} −{counts.disagree / counts.seen:.0%} of {counts.seen}"


def _method(report: OpinionReport) -> list[Block]:
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    explained = " and ".join(f"{share:.0%}" for share in report.explained)
    return [
        Heading("How this was made"),
        Paragraph(
            "Principal components of the votes; a vote not cast counts as the statement's mean. The two directions "
            f"hold {explained or 'nothing'} of what differs, {report.strength:g} times what shuffled votes give. "
            f"Groups by k-means, as many as stand apart best; {report.minimum_votes} votes place somebody. "
            "Shares count one imagined vote each way, so that few votes say little."
        ),
        Paragraph(f"cocreate {__version__}, seed {report.seed}. {versions}.", is_small=True),
    ]
