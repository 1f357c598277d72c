"""Pages of the directory."""

from cocreate.directory.pages import files as files
from cocreate.directory.pages.groups import pages as group_pages
from cocreate.directory.pages.own import pages as own_pages
from cocreate.directory.pages.participants import pages as participant_pages
from cocreate.directory.pages.people import pages as people_pages
from cocreate.directory.pages.public import pages as public_pages
from cocreate.directory.pages.requests import pages as request_pages

BLUEPRINTS = (people_pages, participant_pages, group_pages, request_pages, own_pages, public_pages)
