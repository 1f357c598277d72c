"""Signing in with an account somewhere else, by OpenID Connect, beside passwords and links."""
