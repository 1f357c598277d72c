"""What a form of a page would send."""

import re


def fields_of(page: str) -> dict[str, str]:
    """What is sent when nothing is changed: checked radios, boxes and inputs with a value."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        is_choice = re.search(r'type="(radio|checkbox)"', tag)
        if name and (not is_choice or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found
