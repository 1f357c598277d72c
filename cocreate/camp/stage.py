"""The camp stage, announced to the application."""

from cocreate.camp import models as models
from cocreate.core.stages import Stage

STAGE = Stage(name="camp")
