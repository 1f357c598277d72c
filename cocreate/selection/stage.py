"""The selection stage, announced to the application."""

from cocreate.core.stages import Stage
from cocreate.selection import models as models
from cocreate.selection import policy as policy

STAGE = Stage(name="selection")
