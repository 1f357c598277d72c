"""The process stage, announced to the application."""

from cocreate.core.stages import Stage
from cocreate.process import policy as policy
from cocreate.process.routes import pages

STAGE = Stage(name="process", blueprints=(pages,))
