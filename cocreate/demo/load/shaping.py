"""How the long list of the demonstration became its shortlist: links with the challenges, and the committee's moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import force_locale
from sqlalchemy.orm import Session

from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.demo.story import LANGUAGES, DemoContent
from cocreate.process.models import Challenge, Process
from cocreate.selection import commands
from cocreate.selection.evidence import evidence_of
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.portfolio.commands import LinkGiven, confirm_links
from cocreate.selection.portfolio.forms import suggestion_words
from cocreate.selection.portfolio.in_decision import draft_of, move_in_draft
from cocreate.selection.portfolio.queries import suggested_links
from cocreate.selection.portfolio.rules import MoveKind, Suggested
from cocreate.selection.rules import Choice

# Where no card and no theme points to a challenge that the story names for a candidate.
BY_THE_STORY: Translated = {
    "nl": "Zo in het verhaal van deze demonstratie; geen kaart of thema wijst ernaar.",
    "fr": "Selon le récit de cette démonstration ; aucune carte ni aucun thème n’y renvoie.",
    "en": "So in the story of this demonstration; no card or theme points to it.",
    "de": "So in der Geschichte dieser Demonstration; keine Karte und kein Thema weist darauf hin.",
}


def link_challenges(
    session: Session,
    organiser: Actor,
    process: Process,
    sids: Mapping[str, Sid],
    challenges: Mapping[str, Challenge],
    content: DemoContent,
) -> None:
    """An organiser confirms what the origins suggest; what the story names counts at least clearly."""
    evidence = evidence_of(session, process, list(sids.values()))
    suggested = suggested_links(evidence, list(challenges.values()))
    for told in content.long_list:
        found = suggested[sids[told.key].id]
        given = [
            _link(challenge, found.get(challenge.id), is_told=key in told.challenges)
            for key, challenge in challenges.items()
        ]
        confirm_links(session, organiser, process, sids[told.key], given)


def _link(challenge: Challenge, suggested: Suggested | None, *, is_told: bool) -> LinkGiven:
    strength = max(suggested.strength if suggested else 0, 2 if is_told else 0)
    if suggested is None:
        return LinkGiven(challenge.public_id, strength, BY_THE_STORY if is_told else {})
    reason = {}
    for language in LANGUAGES:
        with force_locale(language):
            reason[language] = suggestion_words(suggested)
    return LinkGiven(challenge.public_id, strength, reason)


def shape(
    session: Session,
    member: Actor,
    process: Process,
    shortlist: Shortlist,
    sids: Mapping[str, Sid],
    content: DemoContent,
) -> None:
    """8 domains and 3 levers become 5 and 1: what is kept is settled first, then every other one finds its place."""
    reasons = {said.candidate: said.reason.as_dict() for said in content.scoring.reasons}
    keepers = {told.became[0]: sids[told.key] for told in content.long_list if not told.reconstructed}
    across = {adopted.key for adopted in content.sids if adopted.transversal}
    draft = draft_of(session, shortlist)
    for sid in keepers.values():
        chosen = draft.get(sid.public_id, Choice(sid.public_id, is_kept=True))
        draft[sid.public_id] = replace(chosen, is_kept=True)
    commands.save_draft(session, member, process, shortlist, list(draft.values()), version=shortlist.version)
    for told in content.long_list:
        into: Sequence[Sid] = ()
        if told.reconstructed:
            kind, into = MoveKind.MERGE, [keepers[key] for key in told.became]
        elif told.became[0] in across:
            kind = MoveKind.TRANSVERSAL
        else:
            continue
        move_in_draft(session, member, process, kind, sids[told.key], reason=reasons[told.key], into=into)
