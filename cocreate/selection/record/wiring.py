"""Everything that the stage announces of the record by importing it: words, tables and pages."""

from cocreate.selection.record import messages as messages
from cocreate.selection.record import models as models
from cocreate.selection.record import pages as pages
from cocreate.selection.record import public_pages as public_pages
from cocreate.selection.record import sheet as sheet
