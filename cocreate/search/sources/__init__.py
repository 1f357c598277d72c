"""Everything that can be found, source by source, in the order of the method."""

from cocreate.search.sources import ecosystem, outcome, people, process, voices
from cocreate.search.sources.source import Source

SOURCES: dict[str, Source] = {
    source.name: source for part in (process, voices, ecosystem, outcome, people) for source in part.SOURCES
}

__all__ = ["SOURCES", "Source"]
