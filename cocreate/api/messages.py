"""What the addresses for programs, tokens and webhooks say when they refuse something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    api__off=_l("This installation does not offer its addresses for programs now."),
    api__token__unknown=_l("This token is not known, has run out or was ended."),
    api__token__scope=_l("This token is not for this: it lacks the scope %(scope)s."),
    api__token__too_many=_l("You have %(most)s tokens in force. End one that you do not need any more."),
    api__token__made_before=_l("This form has already made a token. Open the page again to make another one."),
    api__token__confirm=_l("This does not show that it is you. Please try again."),
    api__token__confirm_sign_in=_l(
        "For your safety, sign in again first: a token can be made within 15 minutes of signing in."
    ),
    api__cursor__unknown=_l("What this cursor pointed at is gone. Start from the beginning."),
    api__match__missing=_l("Send the ETag of what you read in If-Match, so that nobody's change is lost."),
    api__match__other=_l("Somebody else changed this in the meantime. Read it again, then send your change."),
    api__webhook__address=_l("This is no complete address that begins with https://, without name and password."),
    api__webhook__private=_l("This address lies in a network of its own. Webhooks go to servers of the open internet."),
    api__webhook__too_many=_l("A process has %(most)s webhooks at most. Remove one first."),
    api__webhook__no_name=_l("There is no server of this name."),
    api__webhook__no_answer=_l("The server does not answer."),
    api__webhook__refused=_l("The server refused it."),
    api__results__early=_l("These results are not public yet."),
)
