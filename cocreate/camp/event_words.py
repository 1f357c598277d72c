"""Words for what happened to a card, as its history says them."""

from typing import Any

from flask_babel import lazy_gettext as _l

EVENTS: dict[str, Any] = {
    "add_card": _l("written"),
    "edit_card": _l("changed"),
    "mark_card": _l("given another kind or colour"),
    "tag_card": _l("given a tag"),
    "untag_card": _l("a tag taken off"),
    "move_card": _l("moved"),
    "remove_card": _l("taken off the board"),
    "restore_card": _l("brought back"),
    "hide_card": _l("hidden"),
    "show_card": _l("shown again"),
    "vote": _l("got a vote"),
    "unvote": _l("a vote taken back"),
    "cite_theme": _l("a theme cited"),
    "uncite_theme": _l("a theme cited no more"),
    "add_reference": _l("a source added"),
    "remove_reference": _l("a source taken off"),
    "comment": _l("commented on"),
    "remove_comment": _l("a comment taken away"),
    "react": _l("reacted to"),
    "unreact": _l("a reaction taken back"),
    "link_cards": _l("linked with another card"),
    "stack_card": _l("stacked"),
    "unstack_card": _l("taken out of its stack"),
    "merge_cards": _l("merged"),
    "split_card": _l("split"),
    "attach_file": _l("a file attached"),
    "detach_file": _l("a file taken off"),
    "lock_card": _l("locked"),
    "unlock_card": _l("unlocked"),
    "reveal": _l("shown to everybody"),
    "promote": _l("made a candidate domain"),
}
