"""A camp whose participants are programs (`cocreate camp simulate`): to see what a server carries before a real one."""

from cocreate.camp.simulation.running import Report, compare, furnish, simulate

__all__ = ["Report", "compare", "furnish", "simulate"]
