"""The search, announced to the application."""

from cocreate.core.stages import Stage
from cocreate.search import following as following
from cocreate.search import policy as policy
from cocreate.search import storage as storage
from cocreate.search.cli import search as commands
from cocreate.search.routes import pages

STAGE = Stage(name="search", blueprints=(pages,), commands=(commands,))
