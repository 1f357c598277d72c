"""The camp stage, announced to the application."""

from cocreate.camp import messages as messages
from cocreate.camp import models as models
from cocreate.camp import policy as policy
from cocreate.core.stages import Stage

STAGE = Stage(name="camp")
