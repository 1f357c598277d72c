"""The survey stage, announced to the application."""

from cocreate.survey import models as models
from cocreate.core.stages import Stage

STAGE = Stage(name="survey")
