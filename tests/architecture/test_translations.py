"""Everything on screen and in letters is said in four languages, and the tool that keeps it so can be trusted."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from cocreate.settings import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module  # its dataclass asks for it
    spec.loader.exec_module(module)
    return module


tool = load()


@pytest.fixture(scope="module")
def template() -> Catalog:
    return tool.extract(ROOT)


def test_every_language_of_the_interface_is_either_the_source_or_has_a_catalogue() -> None:
    assert {*tool.TRANSLATED, tool.SOURCE} == set(LANGUAGES)


@pytest.mark.parametrize("language", tool.TRANSLATED)
def test_no_message_is_missing_fuzzy_superfluous_or_wrong(language: str, template: Catalog) -> None:
    found = tool.faults(language, template, ROOT)
    assert not found, f"run `python scripts/translations.py missing {language}`:\n" + "\n".join(map(str, found[:40]))


@pytest.mark.parametrize("language", tool.TRANSLATED)
def test_a_plural_has_as_many_forms_as_the_running_platform_asks_for(language: str) -> None:
    assert tool.read(language, ROOT).num_plurals == 2


@pytest.fixture
def small(tmp_path: Path) -> Any:
    """A source with one message of each kind, in a folder of its own."""
    (tmp_path / "babel.cfg").write_text((ROOT / "babel.cfg").read_text())
    (tmp_path / "cocreate").mkdir()
    (tmp_path / "cocreate" / "words.py").write_text(
        '_("Save")\n_l("Hello %(name)s", name=n)\nngettext("One answer", "%(num)s answers", n)\n'
        'pgettext("verb", "Open")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% trans %}\n  Read <b>this</b>\n{% endtrans %}{{ _("100 %%") }}'
    )
    return tmp_path


def test_a_filled_catalogue_is_complete_until_the_source_changes(small: Path) -> None:
    template = tool.extract(small)
    asked = tool.missing("nl", template, small)
    assert {entry["id"] for entry in asked} == {
        *("Save", "Hello %(name)s", "One answer", "Open", "Read <b>this</b>", "100 %%"),
    }
    done = {
        "Save": "Bewaren",
        "Hello %(name)s": "Dag %(name)s",
        "One answer": ["Eén antwoord", "%(num)s antwoorden"],
        "Open": "Openen",
        "Read <b>this</b>": "Lees <b>dit</b>",
        "100 %%": "100 %%",
    }
    entries = [entry | {"translation": done[entry["id"]]} for entry in asked]
    assert tool.fill("nl", entries, template, small) == []
    assert tool.faults("nl", template, small) == []
    before = tool.po_file("nl", small).read_text()
    tool.write("nl", tool.updated("nl", template, small), small)
    assert tool.po_file("nl", small).read_text() == before, "updating twice changes nothing"

    (small / "cocreate" / "words.py").write_text('_("Save all")\n')
    kinds = sorted((fault.kind, tool.key(fault.message)[1]) for fault in tool.faults("nl", tool.extract(small), small))
    assert ("missing", "Save all") in kinds and ("superfluous", "Save") in kinds


@pytest.mark.parametrize(
    ("wanted", "translation"),
    [
        ("Hello %(name)s", "Dag"),
        ("Hello %(name)s", "Dag %(naam)s"),
        ("Hello %(name)s", "Dag %(name)s, 100 %"),
        ("One answer", "Eén antwoord"),
        ("One answer", ["Eén antwoord", "antwoorden"]),
        ("Read <b>this</b>", "Lees dit"),
        ("Read <b>this</b>", "Lees <b onclick=x>dit</b>"),
        ("Save", "Bewaren "),
    ],
)
def test_a_translation_that_would_break_the_page_is_refused(small: Path, wanted: str, translation: Any) -> None:
    template = tool.extract(small)
    refused = tool.fill("nl", [{"id": wanted, "translation": translation}], template, small)
    assert len(refused) >= 1 and wanted in refused[0]
    assert wanted in {entry["id"] for entry in tool.missing("nl", template, small)}


def test_a_fuzzy_message_is_not_complete(small: Path) -> None:
    template = tool.extract(small)
    catalogue = tool.updated("nl", template, small)
    catalogue.get("Save").string = "Bewaar?"
    catalogue.get("Save").flags.add("fuzzy")
    tool.write("nl", catalogue, small)
    assert ("fuzzy", "Save") in {(f.kind, tool.key(f.message)[1]) for f in tool.faults("nl", template, small)}
