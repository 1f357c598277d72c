"""The themes stage, announced to the application."""

from cocreate.themes import models as models
from cocreate.core.stages import Stage

STAGE = Stage(name="themes")
