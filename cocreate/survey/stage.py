"""The survey stage, announced to the application."""

from cocreate.core.stages import Stage
from cocreate.survey import models as models
from cocreate.survey import policy as policy

STAGE = Stage(name="survey")
