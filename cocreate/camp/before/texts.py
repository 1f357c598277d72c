"""A lazy text in the languages that it is translated to, as rows keep texts."""

from typing import Any

from flask_babel import force_locale

from cocreate.settings import LANGUAGES


def in_languages(text: Any) -> dict[str, str]:
    """The text by language: English, and each language that says it otherwise."""
    found: dict[str, str] = {}
    for language in ("en", *(code for code in LANGUAGES if code != "en")):
        with force_locale(language):
            said = str(text)
        if language == "en" or said != found["en"]:
            found[language] = said
    return found
