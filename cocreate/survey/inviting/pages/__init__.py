"""Pages of inviting: for whoever follows a link, and for the people who invite, enter answers and watch balance."""

from cocreate.survey.inviting.pages import from_directory as from_directory
from cocreate.survey.inviting.pages.assisted import pages as assisted
from cocreate.survey.inviting.pages.contacts import pages as contacts
from cocreate.survey.inviting.pages.invitations import pages as invitations
from cocreate.survey.inviting.pages.mailings import pages as mailings
from cocreate.survey.inviting.pages.meter import pages as meter
from cocreate.survey.inviting.pages.odd import pages as odd
from cocreate.survey.inviting.pages.public import pages as public

BLUEPRINTS = (public, contacts, invitations, mailings, meter, assisted, odd)
