"""The selection stage, announced to the application."""

from cocreate.selection import models as models
from cocreate.core.stages import Stage

STAGE = Stage(name="selection")
