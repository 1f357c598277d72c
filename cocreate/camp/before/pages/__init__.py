"""Pages of what comes before a camp."""

from cocreate.camp.before.pages.registering import pages as registering

BLUEPRINTS = (registering,)
