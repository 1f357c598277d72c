"""Borrows real sentences from open data sets and writes them, with source and licence, as the demonstration's voices.

    python scripts/make_demo_voices.py ../shared/data cocreate/demo/data/voices.jsonl

The same data sets and the same seed give the same file, so that anybody can check where a sentence came from. Rules
leave out names, addresses and what speaks to a minister; what was left was read, and demo_voices_chosen.txt says what
was kept. Texts are verbatim apart from white space, list numbers before a sentence and the cut at sentence ends.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from demo_voice_words import (
    ASSET,
    KNOWN_CAPITALS,
    PLACES_DE,
    PROBLEM,
    SENSITIVE,
    TOPICS,
    UNWANTED,
    WISH,
)

SEED = 2021
SHORTEST, LONGEST = 20, 350
LANGUAGES = ("fr", "nl", "en", "de")
POLIS = {
    "scoop-hivemind.affordable-housing": "2017-scoop-hivemind-affordable-housing",
    "scoop-hivemind.biodiversity": "2019-scoop-hivemind-biodiversity",
    "american-assembly.bowling-green": "2018-kentucky",
    "15-per-hour-seattle": "2014-seattle-15-per-hour",
}


WORD = r"[^\W\d_][\w'’-]*"


@dataclass(frozen=True)
class Voice:
    """One borrowed sentence; its topic is guessed from its words."""

    text: str
    language: str
    source: str
    licence: str
    url_or_ref: str
    use: str
    topic: str


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file, delimiter=delimiter)]


def sentences(text: str) -> Iterator[str]:
    """Whole sentences, without the list number in front; what has no end mark was cut by its source and is left out."""
    flat = re.sub(r"\s+", " ", text).strip()
    for piece in re.split(r"(?<=[a-zà-ÿ)»\"0-9][.!?])\s*(?=(?:\d{1,2}[.)]|[a-z]\)|-|[A-ZÀ-Ý«]))", flat):
        piece = re.sub(r"^(?:(?:\d{1,2}[.)]|[a-z]\)|[-–•*])\s*)+", "", piece).strip()
        if piece[-1:] in {".", "!", "?"}:
            yield piece


def found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def topic_of(text: str, language: str) -> str:
    """The topic named most often; the one named first wins a draw."""
    hits: dict[str, tuple[int, int]] = {}
    for topic, words in TOPICS[language].items():
        places = [m.start() for m in re.finditer(rf"(?<![a-zà-ÿ])(?:{words})", text.lower())]
        if places:
            hits[topic] = (-len(places), places[0])
    return min(hits, key=lambda topic: hits[topic]) if hits else ""


def looks_clean(text: str) -> bool:
    """No address, number, link, date, quotation left open, or abbreviation in place of a person's name."""
    unclean = (
        r"@|https?:|www\.|\.(?:be|com|de|org|eu)\b|\d{3,}|\d+[./-]\d+|[\[\]{}<>|§€#*_~]|\.\s*\."
        r"|\b[A-Z]\.|\bn°|\bnr\.|\betc|\benz|^\W*[a-z]"
    )
    balanced = text.count("(") == text.count(")") and text.count('"') % 2 == 0 and text.count("«") == text.count("»")
    return balanced and not re.search(unclean, text) and SHORTEST <= len(text) <= LONGEST


def bare_word(word: str) -> str:
    """Without the French article in front, and only the first part of a compound with hyphens."""
    return re.sub(r"^(?:[lLdDnNsSjJcCmM]|[qQ]u)['’]", "", word).split("-")[0]


def names_somebody(text: str, language: str, ordinary: Callable[[str], bool]) -> bool:
    """Whether a capitalised word might be a name: inside a sentence, or at its start when it is no ordinary word."""
    for place, word in enumerate(re.findall(WORD, text)):
        bare = bare_word(word)
        if not bare[:1].isupper() or bare in KNOWN_CAPITALS:
            continue
        if bare.isupper() and len(bare) > 1 and language != "en":
            return True
        opens_a_sentence = place == 0 or re.search(rf"[.!?:\"«]\s*{re.escape(word)}", text)
        if not ordinary(bare) or (language != "de" and not opens_a_sentence):
            return True
    return False


def usable(text: str, language: str) -> bool:
    return (
        looks_clean(text)
        and len(text.split()) >= 3
        and not found(UNWANTED[language], text)
        and not found(SENSITIVE, text)
    )


def use_of(text: str, language: str, proposal: bool) -> str:
    """How the sentence reads: an existing thing, a proposal, a problem, or a remark."""
    wish, problem, asset = (found(words[language], text) for words in (WISH, PROBLEM, ASSET))
    if asset and not wish and not problem and not text.endswith("?"):
        return "assets"
    if wish and (proposal or asset or not problem):
        return "project"
    if problem:
        return "new_challenge"
    return "fit_comment"


class Sentence(NamedTuple):
    text: str
    language: str
    source: str
    licence: str
    reference: str
    is_proposal: bool


def parliament(data: Path) -> Iterator[Sentence]:
    """Parliamentary questions: the French half of the pairs (never both halves of one pair), and Dutch ones beside."""
    for row in rows(data / "belgian-parliament-nl-fr" / "pairs.csv"):
        for text in sentences(row["text_fr"]):
            reference = row["doc_id"].rsplit("/", 1)[-1]
            yield Sentence(text, "fr", "belgian-parliament-nl-fr", "CC0-1.0", reference, False)
    for row in rows(data / "dekamer-nl" / "dekamer.csv"):
        for text in [row["title"], *sentences(row["question"])]:
            yield Sentence(text, "nl", "dekamer-nl", "CC0-1.0", f"dekamer {row['doc_id']}", False)


def polis(data: Path) -> Iterator[Sentence]:
    for folder, study in POLIS.items():
        for row in rows(data / "polis" / folder / "comments.csv"):
            if row["moderated"] == "1":
                text = re.sub(r"\s+", " ", row["comment-body"]).strip()
                reference = f"{study}, comment {row['comment-id']}"
                yield Sentence(text, "en", "polis", "CC-BY-4.0", reference, "should" in text.lower())


def german(data: Path) -> Iterator[Sentence]:
    for row in rows(data / "consul-de" / "all_proposals.csv"):
        for text in [row["Title"], *sentences(row["Description"])]:
            yield Sentence(text, "de", "consul-de", "MIT", row["URL"].removeprefix("https://"), True)
    for row in rows(data / "consul-de" / "all_projects.csv"):
        for text in sentences(row["Project Description"]):
            yield Sentence(text, "de", "consul-de", "MIT", row["Project URL"].removeprefix("https://"), False)
    for row in rows(data / "cycling-dialogues-de" / "dataset.csv"):
        for text in sentences(row["text"]):
            yield Sentence(text, "de", "cycling-dialogues-de", "CC-BY-4.0", row["URL"].removeprefix("https://"), True)
    for name in ("cycling-cologne-CDC.tsv", "cycling-moers-CDM.tsv"):
        for row in rows(data / "cimt-arguments-de" / name, "\t"):
            if row["code"] == "mpos":
                text = re.sub(r"\s+", " ", row["content"]).strip()
                reference = row["url"].removeprefix("https://")
                yield Sentence(text, "de", "cimt-arguments-de", "CC-BY-SA-4.0", reference, True)


def ordinary_words(texts: Iterable[tuple[str, str, str]]) -> dict[str, Callable[[str], bool]]:
    """What counts as an ordinary word: written small elsewhere, or (German nouns) used by two kinds of source."""
    small: dict[str, Counter[str]] = defaultdict(Counter)
    sources: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for text, language, source in texts:
        for word in re.findall(WORD, text):
            bare = bare_word(word)
            small[language][bare] += bare.islower()
            uses[language][bare.lower()] += 1
            sources[language][bare.lower()].add(source.split("-")[0])

    def check(language: str) -> Callable[[str], bool]:
        def ordinary(word: str) -> bool:
            low = word.lower()
            if language == "de":
                local = re.search(r"(?:str|straße|strasse|allee|platz|er)$", low) and uses["de"][low] < 40
                if low in PLACES_DE or local:
                    return False
                endings = [low] + [low[cut:] for cut in range(2, len(low) - 4)]  # German nouns are built from others
                return any(small["de"][e] >= 2 or (len(sources["de"][e]) >= 2 and uses["de"][e] >= 5) for e in endings)
            return small[language][low] >= 1

        return ordinary

    return {language: check(language) for language in LANGUAGES}


def chosen_by_reading() -> set[str]:
    """Sentences kept on reading, by the start of their SHA-256: rules alone let too much nonsense through."""
    return set((Path(__file__).parent / "demo_voices_chosen.txt").read_text(encoding="ascii").split())


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def candidates(data: Path) -> list[Voice]:
    everything = [*parliament(data), *polis(data), *german(data)]
    ordinary = ordinary_words((text, language, source) for text, language, source, *_ in everything)
    voices, seen, chosen = [], set[str](), chosen_by_reading()
    for text, language, source, licence, reference, proposal in everything:
        key = re.sub(r"\W+", "", text).lower()
        if key in seen or fingerprint(text) not in chosen or not usable(text, language):
            continue
        if names_somebody(text, language, ordinary[language]):
            continue
        topic = topic_of(text, language)
        if topic:
            seen.add(key)
            use = use_of(text, language, proposal)
            voices.append(Voice(text, language, source, licence, reference, use, topic))
    return voices


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    voices = candidates(arguments.data)
    random.Random(arguments.seed).shuffle(voices)
    lines = (json.dumps(asdict(voice), ensure_ascii=False) for voice in voices)
    arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(voices)} voices", Counter((v.use, v.language) for v in voices))


if __name__ == "__main__":
    main()
