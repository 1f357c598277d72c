"""What the program writes: every block of a sheet, in the language at hand, from what is known now."""

from collections.abc import Callable

from cocreate.information.material import Material
from cocreate.information.rules import BLOCKS
from cocreate.information.writing import challenge, ecosystem, frame
from cocreate.information.writing.words import Written

WRITERS: dict[str, Callable[[Material], Written]] = {
    "short": challenge.short,
    "strategy": frame.strategy,
    "process": frame.process,
    "region": frame.region,
    "origins": frame.origins,
    "consultation": frame.consultation,
    "expected": frame.expected,
    "about": challenge.about,
    "sub_challenges": challenge.sub_challenges,
    "indicators": challenge.indicators,
    "ranking": challenge.ranking,
    "themes": challenge.themes,
    "strengths": ecosystem.strengths,
    "market": ecosystem.market,
    "industry": ecosystem.industry,
    "research": ecosystem.research,
    "society": ecosystem.society,
    "projects": ecosystem.projects,
    "links": ecosystem.links,
    "transversal": ecosystem.transversal,
}


def write(material: Material) -> dict[str, Written]:
    """All blocks in the order of the sheet; where nothing is known, a block has a title and nothing else."""
    return {block: WRITERS[block](material) for blocks in BLOCKS.values() for block in blocks}


__all__ = ["Written", "write"]
