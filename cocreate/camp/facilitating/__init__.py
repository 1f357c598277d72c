"""Pages from which a session is prepared and led: its plan, the console, votes, moderation, the guide."""

from cocreate.camp.facilitating import guide_pages as guide_pages
from cocreate.camp.facilitating import plan_pages as plan_pages
from cocreate.camp.facilitating import round_pages as round_pages
from cocreate.camp.facilitating import talk_pages as talk_pages
from cocreate.camp.facilitating.blueprint import lead

__all__ = ["lead"]
