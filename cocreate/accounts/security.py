"""Sign-in, recovery and the second factor, all by Flask-Security-Too."""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from cocreate.accounts.models import SiteRole, User
from cocreate.core.db import db
from cocreate.settings import Settings

security = Security()


def init_app(app: Flask, settings: Settings) -> None:
    """Attach Flask-Security with our tables."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SALT=settings.signing_key(),
        SECURITY_REGISTERABLE=False,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_TRACKABLE=False,
        SECURITY_URL_PREFIX="/account",
    )
    security.init_app(app, SQLAlchemyUserDatastore(db, User, SiteRole), register_blueprint=True)
