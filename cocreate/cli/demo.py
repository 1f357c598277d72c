"""`cocreate demo`: a demonstration to walk through, with a link for every role."""

import os
from datetime import timedelta
from typing import Any

import click
from tqdm import tqdm

from cocreate.cli.application import application
from cocreate.cli.serving import refuse_taken_port, serve_with, upgrade_database
from cocreate.settings import Settings

LINKS_LAST = timedelta(days=30)
SAID = {
    "people": "inviting people",
    "process": "framing challenges",
    "consultation": "taking in 615 answers",
    "themes": "reading what they say",
    "camp": "holding the camp",
    "selection": "choosing domains",
    "plan": "planning actions",
    "gallery": "asking every kind of question",
}
VISITS = (
    ("Organiser", "organiser"),
    ("Analyst", "analyst"),
    ("Facilitator", "facilitator"),
    ("Steering committee member", "committee"),
    ("Observer", "observer"),
)


@click.command()
@click.option("--serve", "is_served", is_flag=True, help="Serve it right away.")
@click.option("--empty", "is_empty", is_flag=True, help="Without the demonstration, to begin with nothing.")
@click.option("--port", type=int, default=None, help="Port to serve on (COCREATE_PORT).")
def demo(is_served: bool, is_empty: bool, port: int | None) -> None:
    """Load the demonstration, unless it is there, and print links to sign in with."""
    environ = demo_environment(port)
    settings = Settings.from_environment({**os.environ, **environ})
    if is_served:
        refuse_taken_port(settings)  # asked first, so that nobody waits for a refusal
    upgrade_database(settings)
    with application(settings):
        lines = empty_links() if is_empty else demo_links(load())
    click.echo("\n".join(lines))
    if is_served:
        click.echo(f"\nServing on {settings.base_url} · Ctrl+C stops.")
        serve_with(environ)
    elif not settings.two_factor_required and "COCREATE_TWO_FACTOR_REQUIRED" in environ:
        click.echo("\nServe it with: cocreate demo --serve")


def demo_environment(port: int | None) -> dict[str, str]:
    """Settings for a first look, where nothing else was set: no second factor, the address of this machine."""
    environ = {"COCREATE_PORT": str(port)} if port else {}
    listens = environ.get("COCREATE_PORT") or os.environ.get("COCREATE_PORT") or str(Settings.port)
    wanted = {"COCREATE_TWO_FACTOR_REQUIRED": "no", "COCREATE_BASE_URL": f"http://localhost:{listens}"}
    return environ | {name: value for name, value in wanted.items() if name not in os.environ}


def load() -> Any:
    """The demonstration, with a progress bar while it loads."""
    from cocreate.core.db import transaction
    from cocreate.demo.gallery import load_gallery
    from cocreate.demo.load import find_demo, load_demo

    with transaction() as session:
        known = find_demo(session)
    if known is not None:
        load_gallery()  # an older demonstration has none
        return known
    with tqdm(total=100, bar_format="{desc:<24}{bar:30}{percentage:4.0f} %  {elapsed}", leave=False) as bar:

        def progress(fraction: float, name: str) -> None:
            bar.set_description_str(SAID[name], refresh=False)
            bar.update(max(0.0, fraction * 100 - bar.n))

        process = load_demo(progress)
        progress(1.0, "gallery")
        load_gallery()
        return process


def demo_links(process: Any) -> list[str]:
    """A link for every role; they work for a month, and as often as one likes."""
    from cocreate.accounts import queries
    from cocreate.accounts.mails import full_address, path_of
    from cocreate.core.db import transaction
    from cocreate.demo.gallery import find_gallery
    from cocreate.demo.load.people import address, make_administrator
    from cocreate.demo.load.stations import open_camp, open_consultation
    from cocreate.demo.sheets import RECEIPT_TO_TRY

    with transaction() as session:
        here = path_of("public.record", process_id=process.public_id)
        links = [("Visitor", full_address(here, "en"))]
        consultation = open_consultation(session, process)
        if consultation is not None:
            receipt = path_of("survey.receipt", process_id=process.public_id, consultation_id=consultation.public_id)
            links.append((f"Respondent with receipt {RECEIPT_TO_TRY}", full_address(receipt, "en")))
        tour = find_gallery(session)
        if tour is not None:
            here_too = {"process_id": tour.process.public_id, "consultation_id": tour.public_id}
            links.append(("Every kind of question", full_address(path_of("survey.answer", **here_too), "en")))
        camp = open_camp(session, process)
        if camp is not None:
            links.append(("Participant of a camp", full_address(path_of("camp.join", code=camp.join_code), "en")))
        for role, name in VISITS:
            person = queries.find_user(session, address(name))
            if person is not None:
                links.append((role, _sign_in_link(session, person, here)))
        links.append(("Administrator", _sign_in_link(session, make_administrator(session), "")))
    return _shown(links)


def empty_links() -> list[str]:
    """A link for whoever begins with nothing."""
    from cocreate.core.db import transaction
    from cocreate.demo.load.people import make_administrator

    with transaction() as session:
        return _shown([("Administrator", _sign_in_link(session, make_administrator(session), ""))])


def _sign_in_link(session: Any, person: Any, next: str) -> str:
    from cocreate.accounts.commands import make_sign_in_link
    from cocreate.accounts.mails import full_address

    there = f"/{person.language}{next}" if next else ""
    return full_address(make_sign_in_link(session, person, lasts=LINKS_LAST, once=False, next=there), person.language)


def _shown(links: list[tuple[str, str]]) -> list[str]:
    width = max(len(role) for role, _link in links)
    return [f"{role:<{width}}  {link}" for role, link in links]
