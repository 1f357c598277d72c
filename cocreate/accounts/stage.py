"""The accounts stage, announced to the application."""

from cocreate.accounts import messages as messages
from cocreate.accounts import policy as policy
from cocreate.accounts.admin import outbox_pages
from cocreate.accounts.cli import user
from cocreate.accounts.manage import people
from cocreate.accounts.organisations import branding_pages
from cocreate.accounts.organisations import people as organisation_people  # noqa: F401
from cocreate.accounts.organisations.pages import pages as organisation_pages
from cocreate.accounts.routes import account
from cocreate.accounts.security import pages
from cocreate.core.stages import Stage

# The page of people stands in the navigation of the process, beside its overview.
STAGE = Stage(
    name="accounts",
    blueprints=(pages, account, people, outbox_pages, organisation_pages, branding_pages.files),
    commands=(user,),
)
