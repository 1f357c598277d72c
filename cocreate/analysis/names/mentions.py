"""Which organisations a text names, and with which of its words."""

from collections.abc import Iterable, Iterator, Mapping

from cocreate.analysis.names.reading import SHORTEST_ACRONYM, WORD, plain, readings


class Names:
    """Names to look for in texts, by the number of whatever is called so.

    A name is said where its words follow each other, whatever their accents and capitals, with or without the legal
    form. A name of one word has to be written as it was told, since it may be a word like others too.

    >>> known = Names({1: ["Port of Brussels"], 2: ["Port", "Universitaire (UZB)"]})
    >>> known.said_in("The port of brussels is asked"), known.said_in("Every port"), known.said_in("Port and UZB")
    ({1: 'port of brussels'}, {}, {2: 'Port'})
    """

    def __init__(self, names: Mapping[int, Iterable[str]]) -> None:
        self._called: dict[tuple[str, ...], set[int]] = {}
        self._written: dict[int, set[str]] = {}  # names of one word, as they were told
        for number, name in ((number, name) for number, some in names.items() for name in some):
            for spoken in (reading.spoken for reading in readings(name)):
                if len("".join(spoken)) >= SHORTEST_ACRONYM:
                    self._called.setdefault(spoken, set()).add(number)
                    if len(spoken) == 1:
                        alone = (word for word in WORD.findall(name) if plain(word) == spoken[0])
                        self._written.setdefault(number, set()).update(alone)
        self._lengths = sorted({len(words) for words in self._called}, reverse=True)

    def said_in(self, text: str) -> dict[int, str]:
        """Number -> the words with which the text names it first, as many of them as are a name."""
        found: dict[int, str] = {}
        words = list(WORD.finditer(text)) if self._called else []
        keys = [plain(word[0]) for word in words]
        for start, stop in self._stretches(len(words)):
            said = text[words[start].start() : words[stop - 1].end()]
            for number in self._called.get(tuple(keys[start:stop]), ()):
                if stop - start > 1 or said in self._written[number]:
                    found.setdefault(number, said)
        return found

    def _stretches(self, count: int) -> Iterator[tuple[int, int]]:
        """The places of so many words at which a name may stand."""
        return (
            (start, start + length) for start in range(count) for length in self._lengths if start + length <= count
        )
