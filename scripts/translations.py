"""Keeps the catalogues of the interface complete: English is in the source, Dutch, French and German in .po files.

    python scripts/translations.py update            write new messages into every catalogue, drop what is gone
    python scripts/translations.py missing nl        JSON of what Dutch still lacks
    python scripts/translations.py fill nl done.json write translations back, after checking them
    python scripts/translations.py check             say what is missing, fuzzy, superfluous or wrong; exit code 1
    python scripts/translations.py extract [FILE]    the template (.pot), which is not kept

The JSON is a list of {"id", "translation"}, with "plural" where the message has a plural (then "translation" is a list
with one text a form) and "context" where it has one; "where" helps the translator. `fill` needs only id, plural or
context where present, and translation.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATED = ("nl", "fr", "de")
SOURCE = "en"  # complete by being the source; it needs no catalogue
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
HEADER = "# The interface of cocreate in this language. Kept by scripts/translations.py.\n#"
FIXED = datetime(2024, 1, 1, tzinfo=UTC)  # a moment that changed with every run would fill the history
PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%%|%")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|&\w+;")
Key = tuple[str, str]  # context, singular


@dataclass(frozen=True)
class Fault:
    """One thing that is not in order in one catalogue."""

    kind: str  # missing, fuzzy, superfluous, wrong
    message: Message
    problem: str = ""

    def __str__(self) -> str:
        text = first(self.message.id)
        return f"{self.kind}: {text[:100]!r}" + (f": {self.problem}" if self.problem else "")


def first(text: Any) -> str:
    """The singular, or the only form."""
    return str(text if isinstance(text, str) else text[0]) if text else ""


def forms(text: Any) -> tuple[str, ...]:
    """All forms of an id or a translation."""
    return () if not text else (text,) if isinstance(text, str) else tuple(text)


def key(message: Message) -> Key:
    """What tells messages apart: 'Open' the verb and 'Open' the state may have contexts of their own."""
    return (str(message.context or ""), first(message.id))


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Without the header."""
    return (message for message in catalogue if message.id)


def extract(root: Path = ROOT) -> Catalog:
    """Every message of the source, fresh."""
    with (root / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    template = new_catalogue(None)
    found = extract_from_dir(str(root), methods, options, KEYWORDS, directory_filter=is_ours)
    for file, line, text, comments, context in found:
        template.add(text, None, [(file, line)], auto_comments=comments, context=context)
    return template


def is_ours(folder: str) -> bool:
    """Folders worth looking into; the environment in .venv is not."""
    return Path(folder).name not in {"node_modules", "__pycache__", "data"} and not Path(folder).name.startswith(".")


def new_catalogue(language: str | None) -> Catalog:
    """An empty one, without people or moments in its head."""
    return Catalog(
        locale=language,
        project="cocreate",
        version="",
        header_comment=HEADER,
        copyright_holder="",
        msgid_bugs_address="",
        last_translator="cocreate",
        language_team="cocreate",
        creation_date=FIXED,
        revision_date=FIXED,
        fuzzy=False,
    )


def po_file(language: str, root: Path = ROOT) -> Path:
    """Where a language's catalogue lies."""
    return root / "cocreate" / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(language: str, root: Path = ROOT) -> Catalog:
    """The catalogue as it is, or an empty one."""
    path = po_file(language, root)
    if not path.exists():
        return new_catalogue(language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def updated(language: str, template: Catalog, root: Path = ROOT) -> Catalog:
    """The messages of the source with the translations that are known; nothing guessed, nothing kept that is gone."""
    known = {key(message): message for message in messages(read(language, root))}
    fresh = new_catalogue(language)
    for message in messages(template):
        old = known.get(key(message))
        string: Any = old.string if old is not None and len(forms(old.id)) == len(forms(message.id)) else ""
        flags = (old.flags if old is not None else set()) | message.flags
        fresh.add(message.id, string or None, message.locations, flags, context=message.context)
    return fresh


def write(language: str, catalogue: Catalog, root: Path = ROOT) -> None:
    """Sorted and without line numbers, so that a change shows only what changed."""
    path = po_file(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".po.partial")
    with partial.open("wb") as stream:
        write_po(stream, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    partial.replace(path)


def is_translated(message: Message) -> bool:
    """Whether every form has a text that somebody has confirmed."""
    return not message.fuzzy and bool(forms(message.string)) and all(forms(message.string))


def problems(message: Message, translation: Sequence[str], plural_forms: int) -> Iterator[str]:
    """What a translation must keep: names in %( )s, per cent signs, HTML, and the number of forms."""
    sources = forms(message.id)
    if len(translation) != (plural_forms if len(sources) > 1 else 1):
        yield f"{len(translation)} forms instead of {plural_forms if len(sources) > 1 else 1}"
        return
    for number, text in enumerate(translation):
        source = sources[0] if number == 0 else sources[-1]
        # "One answer" may be "%(count)s réponse" where the singular also counts none.
        allowed = [marks(PLACEHOLDER, source)] + ([marks(PLACEHOLDER, sources[-1])] if len(sources) > 1 else [])
        if marks(PLACEHOLDER, text) not in allowed:
            yield f"placeholders {sorted(marks(PLACEHOLDER, text))} instead of {sorted(allowed[0])} in {text[:80]!r}"
        if marks(TAG, text) != marks(TAG, source):
            yield f"HTML {sorted(marks(TAG, text))} instead of {sorted(marks(TAG, source))} in {text[:80]!r}"
        if (text != text.strip()) and (source == source.strip()):
            yield f"blanks around {text[:80]!r}"


def marks(pattern: re.Pattern[str], text: str) -> Counter[str]:
    """How often each mark occurs."""
    return Counter(pattern.findall(text))


def faults(language: str, template: Catalog, root: Path = ROOT) -> list[Fault]:
    """Everything that keeps a catalogue from being complete."""
    catalogue = read(language, root)
    known = {key(message): message for message in messages(catalogue)}
    wanted = {key(message): message for message in messages(template)}
    found = [Fault("superfluous", message) for at, message in known.items() if at not in wanted]
    for at, message in wanted.items():
        old = known.get(at)
        if old is None or len(forms(old.id)) != len(forms(message.id)):
            found.append(Fault("missing", message))
        elif old.fuzzy:
            found.append(Fault("fuzzy", message))
        elif not is_translated(old):
            found.append(Fault("missing", message))
        else:
            wrong = problems(message, forms(old.string), catalogue.num_plurals)
            found.extend(Fault("wrong", message, problem) for problem in wrong)
    return found


def missing(language: str, template: Catalog, root: Path = ROOT) -> list[dict[str, Any]]:
    """What a translator has to do, with a hint where each message is shown."""
    catalogue = updated(language, template, root)
    return [
        {
            "id": first(message.id),
            **({"plural": message.id[1]} if len(forms(message.id)) > 1 else {}),
            **({"context": message.context} if message.context else {}),
            "where": sorted({file for file, _line in message.locations}),
            "translation": [""] * catalogue.num_plurals if len(forms(message.id)) > 1 else "",
        }
        for message in sorted(messages(catalogue), key=lambda m: (m.locations[0], key(m)))
        if not is_translated(message)
    ]


def fill(language: str, entries: Iterable[dict[str, Any]], template: Catalog, root: Path = ROOT) -> list[str]:
    """Write translations that pass the checks; return a sentence for each that does not."""
    catalogue = updated(language, template, root)
    known = {key(message): message for message in messages(catalogue)}
    refused = []
    for entry in entries:
        message = known.get((entry.get("context") or "", entry["id"]))
        translation = forms(entry.get("translation"))
        if not any(translation):
            continue
        if message is None:
            refused.append(f"{entry['id'][:100]!r}: no such message")
            continue
        found = [] if all(translation) else ["a form is empty"]
        found += problems(message, translation, catalogue.num_plurals)
        if found:
            refused += [f"{entry['id'][:100]!r}: {problem}" for problem in found]
            continue
        message.string = translation if len(forms(message.id)) > 1 else translation[0]
        message.flags.discard("fuzzy")
    write(language, catalogue, root)
    return refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("update").add_argument("language", nargs="?", choices=TRANSLATED)
    actions.add_parser("check").add_argument("language", nargs="?", choices=TRANSLATED)
    actions.add_parser("missing").add_argument("language", choices=TRANSLATED)
    filling = actions.add_parser("fill")
    filling.add_argument("language", choices=TRANSLATED)
    filling.add_argument("file", type=argparse.FileType("r", encoding="utf-8"))
    actions.add_parser("extract").add_argument("file", nargs="?", type=argparse.FileType("wb"), default=None)
    asked = parser.parse_args(arguments)
    template = extract()
    if asked.action == "extract":
        write_po(asked.file or sys.stdout.buffer, template, width=100, sort_output=True)
    elif asked.action == "missing":
        print(json.dumps(missing(asked.language, template), ensure_ascii=False, indent=1))
    elif asked.action == "fill":
        refused = fill(asked.language, json.load(asked.file), template)
        print("\n".join([*refused, f"{asked.language}: {len(missing(asked.language, template))} still missing"]))
        return 1 if refused else 0
    else:
        return for_each([asked.language] if asked.language else list(TRANSLATED), asked.action, template)
    return 0


def for_each(languages: Sequence[str], action: str, template: Catalog) -> int:
    """Update or check some catalogues."""
    failed = False
    for language in languages:
        if action == "update":
            write(language, updated(language, template))
        found = faults(language, template)
        counts = Counter(fault.kind for fault in found)
        total = sum(1 for _message in messages(template))
        print(
            f"{language}: {total} messages, " + (", ".join(f"{n} {kind}" for kind, n in counts.items()) or "complete")
        )
        if action == "check":
            print("".join(f"  {fault}\n" for fault in found), end="")
            failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
