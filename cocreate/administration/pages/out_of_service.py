"""While nothing can be saved: pages are read as always, and what somebody sends comes back to be sent again later."""

from typing import Any

from flask import flash, redirect, render_template, request

from cocreate import clock
from cocreate.administration.pages import pages
from cocreate.core.installation import read_only_until
from cocreate.web.errors import page, typed_fields, wants_json
from cocreate.web.messages import say

# What goes on all the same, or nobody could end the maintenance: signing in and out, and the administration itself.
GOES_ON = frozenset(
    {
        "security.login",
        "security.logout",
        "security.verify",
        "security.two_factor_token_validation",
        "security.mf_recovery",
        "account.request_link",
        "account.follow_link",
    }
)
PARTS_THAT_GO_ON = frozenset({"administration", "outbox"})
READS = frozenset({"GET", "HEAD", "OPTIONS"})


@pages.before_app_request
def keep_what_was_sent() -> Any:
    """Nothing is stored; a person gets a page with all that they typed and a button to send it once more."""
    if request.method in READS or request.endpoint in GOES_ON or request.blueprint in PARTS_THAT_GO_ON:
        return None
    until = read_only_until()
    if until is None:
        return None
    seconds = max(1, int((until - clock.now()).total_seconds()))
    headers = {"Retry-After": str(seconds)}
    if wants_json():
        return page(503, say("read_only"), code="read_only", headers=headers)
    kept = typed_fields()
    if kept is None:
        flash(say("read_only"), "notice")
        return redirect(request.script_root + request.full_path.rstrip("?"), 303)
    shown = render_template(
        "errors/read_only.html", kept=kept, action=request.url, until=until, has_files=any(request.files.values())
    )
    return shown, 503, headers
