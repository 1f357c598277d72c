"""The public stage, announced to the application."""

from cocreate.core.stages import Stage

STAGE = Stage(name="public")
