"""The method statement: how the decision came about, written from the facts that were kept with the record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Points, Words
from cocreate.selection.rankings.terms import Weighting
from cocreate.selection.rankings.words import RULE_WORDS, RULES, TIED_LAST, UNRANKED, WEIGHTING_WORDS, WEIGHTINGS
from cocreate.selection.rules import DIMENSION_TITLES
from cocreate.survey.labels import helix_name
from cocreate.web.language import language_of, translate

Facts = Mapping[str, Any]
MADE_UP = _l(
    "This is a demonstration. Members, ballots, marks, weights, conflicts of interest, votes and signatures were made "
    "up by a program from a seed; nobody gave them."
)
STEPS = {
    "selection:candidate:add": _l("a candidate was added"),
    "selection:candidate:promote": _l("a card became a candidate, or stands behind one"),
    "selection:candidate:describe": _l("a candidate’s words were changed"),
    "selection:candidate:merge": _l("candidates were merged"),
    "selection:candidate:split": _l("a candidate was split"),
    "selection:candidate:turn": _l("a candidate was made transversal, or a domain of its own"),
    "selection:candidate:withdraw": _l("a candidate was withdrawn"),
    "selection:candidate:restore": _l("a candidate was brought back"),
    "selection:move:undo": _l("a move was taken back"),
    "selection:round:open": _l("a ranking was opened"),
    "selection:round:close": _l("a ranking was closed"),
    "selection:criteria:start": _l("the criteria were set"),
    "selection:criteria:describe": _l("a criterion’s words were changed"),
    "selection:criteria:template": _l("the criteria were those of a template from then on"),
    "selection:criteria:add": _l("a criterion was added"),
    "selection:criteria:remove": _l("a criterion was removed"),
    "selection:criteria:move": _l("the order of the criteria was changed"),
    "selection:criteria:crowd": _l("it was decided whether rankings count as a criterion"),
    "selection:criteria:weigh": _l("the weights were set"),
    "selection:weighing:open": _l("the members were asked what the criteria weigh"),
    "selection:weighing:close": _l("the weighing by the members was closed"),
    "selection:criteria:freeze": _l("the first mark was given, which froze the criteria"),
    "selection:scoring:open": _l("scoring was opened"),
    "selection:scoring:close": _l("scoring was closed"),
    "selection:scoring:reopen": _l("another round of scoring was opened"),
    "selection:conflict:rule": _l("it was settled what the record says of conflicts of interest"),
    "selection:conflict:declare": _l("a conflict of interest was declared"),
    "selection:conflict:end": _l("a conflict of interest was taken back"),
    "selection:scoring:again": _l("the proposal was computed again, without the marks of a conflict of interest"),
    "selection:decision:move": _l("a candidate was moved in the draft of the decision"),
    "selection:record:take_back": _l("a record that was being signed went back to the committee"),
    "selection:record:publish": _l("a decision was published"),
    "selection:record:amend": _l("an amendment was begun"),
}


def statement_of(snapshot: Mapping[str, Any], facts: Facts, digest: str, language: str) -> Document:
    """The document, in the language of the page."""
    titled = snapshot["process"]["title"]
    blocks = [
        *_made_up(facts),
        *_asked(facts, language),
        *_ranked(facts, language),
        *_scored(facts, language),
        *_proposed(facts),
        *_decided(snapshot, facts),
        *_changed(facts),
        *_again(snapshot, facts, digest),
    ]
    lede = _("%(process)s, decision number %(number)s.", process=translate(titled), number=snapshot["number"])
    return Document(_("How the decision came about"), language, blocks, lede)


def _made_up(facts: Facts) -> list[Block]:
    return [Paragraph(str(MADE_UP))] if facts.get("is_demo") else []


def _titled(title: Mapping[str, str], language: str) -> Words:
    spoken = language_of(title)
    return Words(translate(title), "" if spoken == language else spoken)


def day(moment: str | None) -> str:
    """A day in the reader's language."""
    return "–" if moment is None else format_date(datetime.fromisoformat(moment).date(), "long")


def _number(value: int | None) -> str:
    return "–" if value is None else format_decimal(value)


def _asked(facts: Facts, language: str) -> list[Block]:
    rows = [
        (
            _titled(row["title"], language),
            _("%(from)s to %(to)s", **{"from": day(row["opened_at"]), "to": day(row["closed_at"])}),
            _number(row["invited"]),
            _number(row["answered"]),
            _number(row["left_out"]),
        )
        for row in facts["consultations"]
    ]
    blocks: list[Block] = [Heading(_("Who was asked"))]
    if rows:
        heads = (_("Consultation"), _("Open"), _("Invited by mail"), _("Answers that count"), _("Answers left out"))
        blocks.append(Grid(_("Consultations"), heads, rows, frozenset({2, 3, 4})))
        blocks.append(
            Paragraph(
                _("“–” stands for nobody invited by name, or for a number too small to tell (below %(minimum)s).",
                  minimum=facts["minimum_cell"]),
                is_small=True,
            )
        )  # fmt: skip
    else:
        blocks.append(Paragraph(_("There was no consultation on this platform.")))
    camps: list[Words | str] = [
        _(
            "%(camp)s (%(day)s): %(seats)s people in %(groups)s working groups.",
            camp=translate(row["title"]),
            day=day(row["starts_at"]),
            seats=_number(row["seats"]),
            groups=_number(row["groups"]),
        )
        for row in facts["camps"]
    ]
    if camps:
        blocks += [Heading(_("Innovation Camps"), 3), Points(camps)]
    return blocks


def _ranked(facts: Facts, language: str) -> list[Block]:
    blocks: list[Block] = [Heading(_("How participants ranked"))]
    for row in facts["rankings"]:
        told = _(
            "From %(from)s to %(to)s, %(seats)s people could rank %(candidates)s candidates. Counting rule, fixed "
            "before: %(rule)s.",
            **{"from": day(row["opened_at"]), "to": day(row["closed_at"])},
            seats=_number(row["seats"]),
            candidates=_number(row["candidates"]),
            rule=RULES[row["rule"]],
        )
        blocks.append(Paragraph(f"{told} {RULE_WORDS[row['rule']]} {UNRANKED.get(row['rule'], TIED_LAST)}"))
        blocks.append(Points(_weighed(row)))
        ballots: list[tuple[Words | str, str]] = [
            (_titled(DIMENSION_TITLES[key], language), _number(count)) for key, count in row["ballots"].items()
        ]
        blocks.append(Grid(_("Ballots"), (_("Ranked by"), _("Ballots")), ballots, frozenset({1})))
    if not facts["rankings"]:
        blocks.append(Paragraph(_("Nobody was asked to rank the candidates.")))
    return blocks


def _weighed(row: Mapping[str, Any]) -> list[Words | str]:
    """How much each ballot counted, and what the doubt about the order rests on."""
    points: list[Words | str] = [f"{WEIGHTINGS[row['weighting']]}: {WEIGHTING_WORDS[row['weighting']]}"]
    if row["weighting"] == Weighting.TARGETS:
        shares = sorted(row["targets"].items(), key=lambda pair: -pair[1])
        points.append(", ".join(f"{helix_name(name)} {format_decimal(share)} %" for name, share in shares))
    sure = _("Chance of a place: the ballots were drawn anew, beginning with the seed %(seed)s.", seed=row["seed"])
    return [*points, sure]


def _scored(facts: Facts, language: str) -> list[Block]:
    criteria, committee = facts["criteria"], facts["committee"]
    rows: list[tuple[Words | str, str]] = [
        (_titled(row["title"], language), f"{row['weight']} %") for row in criteria["weights"]
    ]
    members = ngettext("%(num)s member scored", "%(num)s members scored", committee["scored"])
    return [
        Heading(_("How the committee scored")),
        Grid(_("Criteria and weights"), (_("Criterion"), _("Weight")), rows, frozenset({1})),
        *_grounds(criteria, language),
        Paragraph(
            _(
                "%(members)s of %(all)s, from %(from)s to %(to)s, without seeing one another’s marks. They gave "
                "%(marks)s marks from 0 to 4; %(declined)s times somebody could not judge. A missing mark is left out "
                "and never counts as zero.",
                **{"from": day(criteria["opened_at"]), "to": day(criteria["closed_at"])},
                members=members,
                all=_number(committee["members"]),
                marks=_number(committee["marks"]),
                declined=_number(committee["declined"]),
            )
        ),
        *_rounds(criteria, language),
    ]


def _rounds(criteria: Mapping[str, Any], language: str) -> list[Block]:
    """Where the committee scored more than once: when, and why again. The marks told are those of the last round."""
    said: list[Words | str] = []
    rounds = criteria.get("rounds", ())  # older records have none
    for number, row in enumerate(rounds, start=1):
        days = _("%(opened)s to %(closed)s", opened=day(row["opened_at"]), closed=day(row["closed_at"]))
        said.append(_("Round %(number)s", number=number) + f": {days}")
        if row["purpose"]:
            said.append(_titled(row["purpose"], language))
    return [Points(said)] if len(rounds) > 1 else []


def _grounds(criteria: Mapping[str, Any], language: str) -> list[Block]:
    """Where the weights come from, whether rankings count, and the version of all that; of older records nothing."""
    said: list[Words | str] = []
    if asked := criteria.get("asked"):
        told = ngettext(
            "%(num)s member said unseen what the criteria weigh; that was closed on %(day)s.",
            "%(num)s members said unseen by one another what the criteria weigh; that was closed on %(day)s.",
            asked["members"],
            day=day(asked["closed_at"]),
        )
        if asked["is_pooled"]:
            said.append(told + " " + _("What they said together was taken over."))
        else:
            said += [told + " " + _("Other weights were set. The reason:"), _titled(asked["reason"], language)]
    if criteria.get("crowd"):
        said.append(_("One criterion is marked by the participants’ ranking and not by members."))
    if kept := criteria.get("kept"):
        said.append(
            _(
                "Version %(number)s of the criteria, with the fingerprint %(hash)s.",
                number=kept["number"],
                hash=kept["hash"],
            )
        )
    return [Points(said)] if said else []


def _proposed(facts: Facts) -> list[Block]:
    told, counted = facts["proposal"], facts["candidates"]
    points: list[Words | str] = [
        _("Total: the mean mark on each criterion, times its weight, as points of 100."),
        _("Proposed are the %(size)s highest totals; where totals tie at the cut, none of them.", size=told["size"]),
        _chance(told),
        ngettext("%(num)s candidate was listed", "%(num)s candidates were listed", counted["listed"])
        + "; "
        + ngettext("%(num)s was scored.", "%(num)s were scored.", counted["scored"]),
    ]
    if counted["split_later"]:
        points.append(
            ngettext(
                "%(num)s candidate was split from a scored one afterwards and decided on with a reason.",
                "%(num)s candidates were split from scored ones afterwards and decided on with reasons.",
                counted["split_later"],
            )
        )
    return [Heading(_("How the shortlist was proposed")), Points(points)]


def _chance(told: Mapping[str, Any]) -> str:
    values = {"draws": _number(told["draws"]), "seed": told["seed"]}
    if told.get("members"):
        return _(
            "Chance of a place: %(draws)s times, other members of the same committee and weights from the ranges that "
            "members could live with were drawn, beginning with the seed %(seed)s.",
            **values,
        )
    return _(
        "Chance of a place: %(draws)s times, other members of the same committee and other weights near the set "
        "ones were drawn, beginning with the seed %(seed)s.",
        **values,
    )


def _decided(snapshot: Mapping[str, Any], facts: Facts) -> list[Block]:
    motion = snapshot["motion"]
    kept = [choice for choice in snapshot["choices"] if choice["is_kept"]]
    taken = [choice for choice in snapshot["choices"] if not choice["is_kept"] and choice["taken_up_in"]]
    points: list[Words | str] = [
        ngettext("%(num)s candidate was kept.", "%(num)s candidates were kept.", len(kept)),
        ngettext("%(num)s lives on in another.", "%(num)s live on in others.", len(taken)),
        _(
            "A reason is written wherever the decision leaves the proposal, or an order of the respondents or of the "
            "camp: their first %(size)s against what was kept.",
            size=facts["proposal"]["size"],
        ),
    ]
    if motion["text"]:
        if motion.get("voted_on"):
            points.append(_("The committee voted on %(day)s.", day=day(motion["voted_on"])))
        points.append(
            _(
                "%(present)s of %(all)s members were present; the quorum was %(quorum)s.",
                present=_number(motion["present"]),
                all=_number(snapshot["committee"]),
                quorum=_number(motion["quorum"]),
            )
        )
        if motion.get("aside"):
            points.append(
                ngettext(
                    "%(num)s member present stepped aside and did not vote.",
                    "%(num)s members present stepped aside and did not vote.",
                    motion["aside"],
                )
            )
    else:
        points.append(_("No vote was recorded on this platform."))
    recused = sum(line["members"] for line in snapshot["recusals"])
    if recused:
        points.append(
            ngettext(
                "Once, a member stayed out because of a conflict of interest.",
                "%(num)s times, a member stayed out because of a conflict of interest.",
                recused,
            )
        )
    return [Heading(_("How it was decided")), Points(points)]


def _changed(facts: Facts) -> list[Block]:
    rows = [
        (
            format_date(date.fromisoformat(line["day"]), "long"),
            str(STEPS.get(line["step"], line["step"])),
            _number(line["times"]),
        )
        for line in facts["changes"]
    ]
    heads = (_("Day"), _("What happened"), _("Times"))
    return [Heading(_("What changed, and when")), Grid(_("Changes"), heads, rows, frozenset({2}))]


def _again(snapshot: Mapping[str, Any], facts: Facts, digest: str) -> list[Block]:
    programs = ", ".join(f"{name} {version}" for name, version in sorted(facts["proposal"]["versions"].items()))
    files: Sequence[tuple[str, str]] = sorted(snapshot["files"].items())
    return [
        Heading(_("To compute it again")),
        Paragraph(
            _(
                "The open data of the decision has everything that these figures come from. The program says line by "
                "line what is equal: cocreate verify FILE. Programs then: %(programs)s.",
                programs=programs,
            )
        ),
        Paragraph(_("SHA-256 of the record: %(hash)s", hash=digest)),
        Grid(_("Files of the open data"), (_("File"), "SHA-256"), files),
    ]
