"""Writes: reports, decisions with their undoing, appeals with their answers."""

from cocreate.moderation.commands.appealing import answer_appeal, appeal
from cocreate.moderation.commands.deciding import Told, Wanted, decide, take_out, undo
from cocreate.moderation.commands.reporting import report

__all__ = ["Told", "Wanted", "answer_appeal", "appeal", "decide", "report", "take_out", "undo"]
