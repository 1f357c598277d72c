"""Forms as a browser sees them: what can be filled in, and what would be sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = {"text", "search", "email", "url", "tel", "textarea", "password"}
SENT_BY_CLICK = {"submit", "image", "button", "reset"}


@dataclass
class Field:
    """One control of a form."""

    name: str
    kind: str
    value: str = ""
    is_on: bool = True  # chosen, for boxes and circles
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page."""

    page: str
    action: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, **values: str) -> dict[str, list[str]]:
        """What a browser would send, after somebody typed `values`."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if one.kind in SENT_BY_CLICK:
                continue
            if one.kind in ("checkbox", "radio") and not one.is_on:
                continue
            sent.setdefault(one.name, []).append(values.get(one.name, one.value))
        return sent

    def of_kind(self, *kinds: str) -> list[Field]:
        return [one for one in self.fields if one.kind in kinds]

    def buttons(self) -> list[dict[str, list[str]]]:
        """What each of its buttons adds."""
        return [{one.name: [one.value]} for one in self.of_kind("submit") if one.name] or [{}]


class FormReader(HTMLParser):
    """Finds the forms that are sent with POST, with the controls that name them from elsewhere on the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.found = page, list[Form]()
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.area: Field | None = None
        self.menu: Field | None = None
        self.blank = 0  # within how many <template> elements, whose fields no browser sends

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blank += tag == "template"
        if self.blank:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(self.page, given.get("action", "") or self.page)
            if given.get("method", "get").lower() == "post":
                self.found.append(self.open)
            self.by_id[given.get("id", "")] = self.open
        elif tag in ("input", "textarea", "select", "button") and "disabled" not in given:
            self._control(tag, given)
        elif tag == "option" and self.menu is not None:
            value = given.get("value", "")
            self.menu.choices.append(value)
            if "selected" in given or len(self.menu.choices) == 1:
                self.menu.value = value

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form = self.by_id.get(given["form"]) if "form" in given else self.open
        kind = given.get("type", "text" if tag == "input" else "submit" if tag == "button" else tag)
        one = Field(given.get("name", ""), kind, given.get("value", ""), "checked" in given or kind not in BOXES)
        if tag == "textarea":
            self.area = one
        elif tag == "select":
            self.menu = one
        if form is not None and one.name:
            form.fields.append(one)

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        self.blank -= tag == "template"
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            if self.area is not None:
                self.area.value = self.area.value.removeprefix("\n")  # as browsers do
            self.area = None
        elif tag == "select":
            self.menu = None


BOXES = ("checkbox", "radio")


def forms_of(page: str, html: str) -> Iterator[Form]:
    """Every form of a page that changes something."""
    reader = FormReader(page)
    reader.feed(html)
    yield from reader.found
