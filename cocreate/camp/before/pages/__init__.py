"""Pages of what comes before a camp."""

from cocreate.camp.before.pages import bringing_in as bringing_in
from cocreate.camp.before.pages import zoning as zoning
from cocreate.camp.before.pages.arriving import pages as arriving
from cocreate.camp.before.pages.grouping import pages as grouping
from cocreate.camp.before.pages.preparing import pages as preparing
from cocreate.camp.before.pages.registering import pages as registering

BLUEPRINTS = (registering, grouping, arriving, preparing)
