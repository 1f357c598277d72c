"""What the process stage says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    process__phase__order=_l("A phase must end after it starts."),
    process__minimum_cell__range=_l("The smallest published group is a number from 1 to 50."),
    process__challenge__consulted=_l("People have already been asked about this challenge, so it stays."),
)

# The families of the quadruple helix, as codes `helix.<category>`; "" is somebody who did not say.
register(
    helix__business=_l("Businesses"),
    helix__research=_l("Researchers and academics"),
    helix__public_sector=_l("Public bodies"),
    helix__civil_society=_l("Associations"),
    helix__citizen=_l("Citizens"),
    helix__other=_l("Other"),
    helix__=_l("Not said"),
)
