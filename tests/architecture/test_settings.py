"""Whoever installs the platform finds every setting described, as the program itself describes it."""

from dataclasses import fields

import pytest

from cocreate.settings import Settings
from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "settings.md"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_described_in_the_documentation(name: str) -> None:
    description = {field.name: field.metadata.get("help", "") for field in fields(Settings)}[name]
    assert description.endswith("."), "setting(help=…) is a sentence"
    page = " ".join(PAGE.read_text("utf-8").split())
    assert f"`COCREATE_{name.upper()}`" in page
    assert " ".join(description.split()) in page, "docs/settings.md is older than cocreate/settings.py; make it anew"
