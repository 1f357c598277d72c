"""The administration of the installation, announced to the application."""

from cocreate.administration import jobs as jobs
from cocreate.administration import messages as messages
from cocreate.administration import people_pages as people_pages
from cocreate.administration import policy as policy
from cocreate.administration import upkeep_pages as upkeep_pages
from cocreate.administration.pages import pages
from cocreate.core.stages import Stage

STAGE = Stage(name="administration", blueprints=(pages,))
