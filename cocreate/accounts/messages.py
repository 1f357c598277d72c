"""What accounts and organisations say: refusals, the names of roles, and our words for those of Flask-Security."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.accounts.rules import PASSWORD_MAX, PASSWORD_MIN
from cocreate.core.permissions import Role
from cocreate.web.messages import register

register(
    accounts__email__invalid=_l("This is not a complete e-mail address."),
    accounts__email__several=_l("This is not a complete e-mail address: %(given)s"),
    accounts__email__too_many=_l("At most %(limit)s addresses at once."),
    accounts__email__taken=_l("There is already an account with this address."),
    accounts__user__unknown=_l("There is no account with this address."),
    accounts__user__oneself=_l("You cannot do this with your own account. Ask another administrator."),
    accounts__user__closed=_l("This account was closed for good. Its person can get a new one."),
    accounts__password__length=_l("A password needs at least %(minimum)s characters, and at most %(maximum)s."),
    accounts__password__simple=_l("This password repeats too few different characters."),
    accounts__password__personal=_l("This password is too close to your name or address."),
    accounts__role__unknown=_l("There is no such role."),
    accounts__role__already=_l("This person already has this role."),
    accounts__role__absent=_l("This person does not have this role any more."),
    accounts__role__owner_only=_l("Only an owner can make or remove owners."),
    accounts__role__last_owner=_l("A process needs an owner: first make somebody else owner."),
    accounts__role__last_administrator=_l("The installation needs an administrator: first name another one."),
    accounts__invitation__used=_l("This invitation has already been accepted."),
    accounts__invitation__expired=_l("This invitation has expired. Ask the organiser for a new one."),
    accounts__invitation__unknown=_l(
        "This invitation is not valid. It may have been withdrawn, or replaced by a newer one."
    ),
    accounts__invitation__other_address=_l(
        "This invitation is for another address than the one you are signed in with."
    ),
    accounts__invitation__sign_in=_l(
        "There is already an account with this address. Sign in to accept the invitation."
    ),
    accounts__oidc__failed=_l("Signing in with %(provider)s did not work. Please try again, or sign in another way."),
    accounts__oidc__no_address=_l("%(provider)s did not tell us your e-mail address, so we cannot find your account."),
    accounts__oidc__not_verified=_l(
        "%(provider)s has not verified your e-mail address, so it opens no account here. Sign in another way."
    ),
    accounts__oidc__no_account=_l(
        "There is no account with the address that %(provider)s has of you. Accounts are made by invitation."
    ),
    accounts__oidc__closed=_l("This account is closed."),
    accounts__link__invalid=_l(
        "This sign-in link is not valid any more: it was used, is too old, or is incomplete. Ask for a new one."
    ),
    organisations__short_name__invalid=_l(
        "A short name has small letters, digits and hyphens, at most %(limit)s characters."
    ),
    organisations__short_name__taken=_l("Another organisation has this short name. Please choose another one."),
    organisations__founding__administrators=_l("On this site, organisations are set up by its administrators."),
    organisations__several=_l("You belong to several organisations. Please name the one that runs this."),
    organisations__not_yours=_l("You do not belong to this organisation."),
    organisations__accent__invalid=_l("A colour is written as # and six signs, such as #1d5fa7."),
    organisations__accent__pale=_l(
        "This colour cannot be read well on our paper: %(ratio)s to 1 where %(needed)s is needed. Try %(better)s."
    ),
    organisations__logo__too_large=_l("A logo has at most %(limit)s megabytes."),
    organisations__logo__too_many_pixels=_l("A logo has at most %(limit)s million pixels."),
    organisations__logo__markup=_l("SVG pictures can carry programs. Please bring the logo as PNG or JPEG."),
    organisations__logo__unreadable=_l("This is no picture that we can read. Please bring PNG, JPEG, WebP or GIF."),
    organisations__letter__unknown_place=_l("There is no place %(place)s in this letter; see the list of places."),
    organisations__letter__missing_place=_l("The text needs the place %(place)s."),
    organisations__member__already=_l("This person already belongs to the organisation."),
    organisations__member__absent=_l("This person does not belong to the organisation any more."),
    organisations__member__last_administrator=_l(
        "An organisation needs an administrator: first make somebody else administrator."
    ),
)

PASSWORD_LIMITS = {"minimum": PASSWORD_MIN, "maximum": PASSWORD_MAX}

ROLE_NAMES: dict[Role, Any] = {
    Role.OWNER: _l("Owner"),
    Role.ORGANISER: _l("Organiser"),
    Role.ANALYST: _l("Analyst"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.COMMITTEE_MEMBER: _l("Committee member"),
    Role.OBSERVER: _l("Observer"),
    Role.PARTICIPANT: _l("Participant"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.ORGANISATION_MEMBER: _l("Colleague"),
    Role.ORGANISATION_ADMINISTRATOR: _l("Administrator of the organisation"),
}

ROLE_HELP: dict[Role, Any] = {
    Role.OWNER: _l("Everything, including who else is owner."),
    Role.ORGANISER: _l("Prepares and runs the process and invites people."),
    Role.ANALYST: _l("Reads the answers and works on themes."),
    Role.FACILITATOR: _l("Leads working groups in the innovation camp."),
    Role.COMMITTEE_MEMBER: _l("Scores and decides in the steering committee."),
    Role.OBSERVER: _l("Sees what the organisers see, changes nothing."),
    Role.PARTICIPANT: _l("Takes part where the process is not open to everybody."),
    Role.ORGANISATION_MEMBER: _l("Makes processes in its name, and sees those in which they have a role."),
    Role.ORGANISATION_ADMINISTRATOR: _l("Sees and runs all its processes, its people and its look."),
}


def role_name(role: Role | str) -> str:
    """The name of a role in the visitor's language."""
    return str(ROLE_NAMES[Role(role)])


# Flask-Security's own sentences, by its keys; a test sees to it that each one our pages can show is here.
SECURITY_MESSAGES: dict[str, tuple[Any, str]] = {
    "API_ERROR": (_l("This cannot be read. Please try again."), "error"),
    "GENERIC_AUTHN_FAILED": (_l("The address or the password is not right."), "error"),
    "UNAUTHORIZED": (_l("You are not allowed to do this here."), "error"),
    "UNAUTHENTICATED": (_l("Please sign in first."), "notice"),
    "REAUTHENTICATION_REQUIRED": (_l("For your safety, please confirm that it is you."), "notice"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Thank you, that was you."), "success"),
    "ANONYMOUS_USER_REQUIRED": (_l("You are already signed in."), "notice"),
    "PASSWORD_RESET_REQUEST": (
        _l("If %(email)s has an account here, a mail with a link to choose a new password is on its way."),
        "success",
    ),
    "GENERIC_RECOVERY": (_l("If this address has an account here, a mail is on its way."), "success"),
    "PASSWORD_RESET_EXPIRED": (_l("This link is too old. Ask for a new one."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (_l("This link is not valid any more. Ask for a new one."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (_l("Your new password is saved. Sign in with it now."), "success"),
    "PASSWORD_CHANGE": (_l("Your new password is saved. All other devices are signed out."), "success"),
    "PASSWORD_IS_THE_SAME": (_l("The new password must differ from the present one."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Please give a password."), "error"),
    "PASSWORD_INVALID_LENGTH": (_l("A password needs at least %(length)s characters."), "error"),
    "PASSWORD_TOO_SIMPLE": (_l("This password repeats too few different characters."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_l("The two passwords differ."), "error"),
    "PASSWORD_MISMATCH": (_l("The two passwords differ."), "error"),
    "INVALID_PASSWORD": (_l("This password is not right."), "error"),
    "USER_DOES_NOT_EXIST": (_l("The address or the password is not right."), "error"),
    "DISABLED_ACCOUNT": (_l("This account is closed."), "error"),
    "EMAIL_NOT_PROVIDED": (_l("Please give your e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (_l("This is not a complete e-mail address."), "error"),
    "INVALID_REDIRECT": (_l("The page you wanted to go to is not part of this site."), "error"),
    "INVALID_RECOVERY_CODE": (_l("This recovery code is not right, or was used before."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_l("You have no recovery codes yet."), "notice"),
    "INVALID_CODE": (_l("This code is not right."), "error"),
    "INVALID_INPUT": (_l("This cannot be used here."), "error"),
    "INVALID_INPUT_LENGTH": (_l("This text is too long."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _l("This code is not right, or is too old. Use the one that the app shows now."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_l("Your authenticator app is connected."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Please sign in again from the start."), "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("This cannot be used here."), "error"),
    "TWO_FACTOR_DISABLED": (_l("Signing in asks for no second step any more."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("That took too long. Please start again."), "error"),
}

# Labels of Flask-Security's forms, by its English text.
SECURITY_LABELS: dict[str, Any] = {
    "Email Address": _l("E-mail address"),
    "Password": _l("Password"),
    "New Password": _l("New password"),
    "Retype Password": _l("The same password again"),
    "Remember Me": _l("Keep me signed in on this device"),
    "Authentication Code": _l("Code from the app"),
    "Recovery Code": _l("Recovery code"),
}
