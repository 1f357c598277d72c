"""The plan stage, announced to the application."""

from cocreate.plan import models as models
from cocreate.core.stages import Stage

STAGE = Stage(name="plan")
