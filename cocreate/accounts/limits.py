"""How often one may try: per connection, per address typed, and per person who is half-way in."""

from flask import request, session
from flask_limiter.util import get_remote_address
from flask_login import current_user

from cocreate.core.ids import digest
from cocreate.web.security import limiter


def _address() -> str:
    """The address typed, hashed: the counters may lie in another server's memory."""
    return "address:" + digest(request.form.get("email", "").strip().lower())


def _person() -> str:
    """Whoever is signed in or has passed the first step, wherever they come from."""
    half_way = session.get("tf_user_id")
    signed_in = current_user.get_id() if current_user.is_authenticated else None
    return f"person:{signed_in or half_way or get_remote_address()}"


# A town hall shares one address, so the limit per connection is wide and the others are narrow.
per_visitor = limiter.limit("60 per 5 minutes; 300 per hour", methods=["POST"])
per_address = limiter.limit("10 per 15 minutes", methods=["POST"], key_func=_address)
per_person = limiter.limit("10 per 15 minutes", methods=["POST"], key_func=_person)
letters = limiter.limit("5 per 15 minutes", methods=["POST"], key_func=_address)
