"""Pages of the committee's room: its meetings, the floor, motions, and candidates with their threads."""

from cocreate.selection.room.pages import dossiers, floor, meetings, motions

__all__ = ["dossiers", "floor", "meetings", "motions"]
