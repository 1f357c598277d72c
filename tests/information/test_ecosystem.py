"""What a sheet tells of the ecosystem: strengths by part and proposed projects, with the actors as they are now."""

from cocreate import clock
from cocreate.core.permissions import SYSTEM
from cocreate.ecosystem.commands import actors
from cocreate.ecosystem.models import EcosystemActor, ProposedProject
from cocreate.ecosystem.rules import Agreement, Part
from cocreate.information import commands
from cocreate.information.composing import plain_of
from cocreate.information.models import SheetVersion
from cocreate.information.quoting import resolved
from tests.factories.ecosystem import make_actor
from tests.information.conftest import Known


def make_builder(known: Known) -> EcosystemActor:
    row = make_actor(known.session, known.process, "Builders of Tomorrow")
    title = {"en": "Circular roofs"}
    actors.add_strength(known.session, SYSTEM, known.process, row, known.challenge, Part.INDUSTRY, title=title)
    return row


def read(known: Known, version: SheetVersion) -> dict[str, str]:
    content = resolved(known.session, version.content["en"])
    return {block["key"]: plain_of(block) for block in content["blocks"]}


def keep(known: Known) -> SheetVersion:
    return commands.keep_version(known.session, SYSTEM, known.process, known.sheet)


def test_strengths_stand_under_their_part_with_whoever_brings_them(known: Known) -> None:
    make_builder(known)
    asset = known.challenge.assets[0]
    said = read(known, keep(known))
    assert "1 strength" in said["industry"] and "Builders of Tomorrow: Circular roofs" in said["industry"]
    assert "Climate lab" in said["strengths"] and "research" not in said
    actors.place_asset(known.session, SYSTEM, known.process, asset, Part.RESEARCH)
    said = read(known, keep(known))
    assert "Climate lab" in said["research"] and "strengths" not in said
    assert known.draft().figures["strengths.research"].value == 1


def test_an_actor_that_does_not_want_to_be_there_is_in_no_version(known: Known) -> None:
    row = make_builder(known)
    version = keep(known)
    assert "Builders" not in str(version.content)
    row.agreement = Agreement.REFUSED.value
    known.session.flush()
    said = read(known, version)["industry"]
    assert "Builders" not in said and "was taken back" in said


def test_a_proposed_project_is_told_until_it_is_gone(known: Known) -> None:
    project = ProposedProject(
        process_id=known.process.id,
        challenge_id=known.challenge.id,
        title={"en": "A depot for roof tiles"},
        description={"en": "Shared by ten sites"},
        created_at=clock.now(),
    )
    known.session.add(project)
    known.session.flush()
    version = keep(known)
    assert "A depot for roof tiles: Shared by ten sites" in read(known, version)["projects"]
    assert "depot" not in str(version.content)
    known.session.delete(project)
    known.session.flush()
    assert "depot" not in read(known, version)["projects"]
