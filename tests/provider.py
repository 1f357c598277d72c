"""A provider of OpenID Connect to test with: a small server with a key of its own that remembers what it was asked.

It signs in whoever `person` says, without asking, and checks what a real one checks: the client, the secret, the
address to go back to, and the challenge of PKCE.
"""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from werkzeug.serving import make_server


@dataclass
class TestProvider:
    """Change what it says to see what is refused."""

    __test__ = False
    client_id: str = "cocreate"
    secret: str = "between-us"
    person: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)  # over the right claims; None leaves one out
    algorithm: str = "RS256"
    issuer: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)  # authorisation requests

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "ours"}, auto_kid=False)
        self.foreign_key = ECKey.generate_key("P-256", {"kid": "ours"}, auto_kid=False)
        self.is_foreign = False  # signs with a key that is not in its list
        self.codes: dict[str, dict[str, str]] = {}
        self.app = self._make_app()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End the server."""
        self.server.shutdown()
        self.server.server_close()

    def _make_app(self) -> Flask:
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self.configuration)
        app.add_url_rule("/keys", view_func=lambda: jsonify(KeySet([self.key]).as_dict(private=False)), endpoint="keys")
        app.add_url_rule("/authorize", view_func=self.authorize)
        app.add_url_rule("/token", view_func=self.token, methods=["POST"])
        return app

    def configuration(self) -> Any:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256", "none", "HS256"],
            token_endpoint_auth_methods_supported=["client_secret_basic"],
        )

    def authorize(self) -> Any:
        asked = request.args.to_dict()
        self.asked.append(asked)
        assert asked["client_id"] == self.client_id and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"]
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> Any:
        asked = self.codes.pop(request.form["code"], None)
        given = request.authorization
        verifier = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            asked is None
            or given is None
            or (given.username, given.password) != (self.client_id, self.secret)
            or request.form["redirect_uri"] != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="opaque", token_type="Bearer", id_token=self.signed(asked["nonce"]))

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {k: v for k, v in {**right, **self.person, **self.says}.items() if v is not None}
        if self.is_foreign:
            return jwt.encode({"alg": "ES256", "kid": "ours"}, claims, self.foreign_key, algorithms=["ES256"])
        if self.algorithm == "none":
            parts = [{"alg": "none", "kid": "ours"}, claims]
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
        return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, self.key)
