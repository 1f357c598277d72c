"""The command line: everything whoever runs an installation needs. No command monkey-patches; only the server does."""

import click
from flask import Flask
from flask.cli import ScriptInfo

from cocreate import __version__
from cocreate.accounts.cli import user
from cocreate.camp.cli import camp
from cocreate.cli.analysis import analyse
from cocreate.cli.choice import rank, select
from cocreate.cli.demo import demo
from cocreate.cli.inspection import about, audit, doctor, permissions
from cocreate.cli.moving import process_group
from cocreate.cli.safekeeping import backup, export, restore
from cocreate.cli.serving import init, serve, worker
from cocreate.cli.verifying import verify
from cocreate.ops.problem import CannotContinue
from cocreate.search.cli import search
from cocreate.settings import Settings, SettingsError
from cocreate.survey.cli import survey


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cocreate")
@click.pass_context
def cli(context: click.Context) -> None:
    """Stakeholder co-creation and public consultation: from challenges to a public shortlist."""
    # For commands that stages announce, such as `user`.
    context.obj = ScriptInfo(create_app=_application, set_debug_flag=False)


def _application() -> Flask:
    from cocreate.app import create_app

    return create_app(Settings.from_environment())


for _command in (
    init,
    serve,
    worker,
    demo,
    user,
    survey,
    permissions,
    audit,
    about,
    doctor,
    backup,
    restore,
    export,
    process_group,
    analyse,
    rank,
    select,
    verify,
    camp,
    search,
):
    cli.add_command(_command)


def main() -> None:
    """Run a command; a wrong setting or a refusal is a sentence, not a trace."""
    try:
        cli()
    except (SettingsError, CannotContinue) as error:
        raise SystemExit(f"Error: {error}") from error
