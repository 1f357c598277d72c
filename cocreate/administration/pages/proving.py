"""How an administrator shows once more who they are."""

from flask_login import current_user

from cocreate.accounts.second_factor import way_of


def way_of_me() -> str:
    """What whoever asks is asked for."""
    return way_of(current_user).value
