"""Pages and style sheets travel compressed, so that a telephone on a slow line gets them in time.

gzip of the standard library: what Brotli would save on top is less than one more dependency costs. Compressing pages
that hold a secret beside what a visitor typed can betray the secret by its length (BREACH); our only secret in a page
is the forgery token, and Flask-WTF signs it anew with the time, so that no two pages hold the same.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

WORTH_IT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
SMALLEST = 600  # bytes; below, head and padding eat what is won
QUICK, THOROUGH = 5, 9


def init_app(app: Flask) -> None:
    """Compress last of all: whoever changes a response must be registered later (Flask goes backwards)."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The response, smaller if that is possible and wanted."""
    if response.mimetype not in WORTH_IT or response.status_code in (204, 206, 304):
        return response
    response.vary.add("Accept-Encoding")
    is_file = request.endpoint == "static"
    if (
        request.method == "HEAD"
        or not request.accept_encodings["gzip"]
        or "Content-Encoding" in response.headers
        or (response.is_streamed and not is_file)
    ):
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < SMALLEST:
        return response
    response.set_data(packed(data) if is_file else gzip.compress(data, QUICK, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _is_weak = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)  # the same content, other bytes
    return response


@lru_cache(maxsize=256)
def packed(data: bytes) -> bytes:
    """A static file, compressed once: it is asked for again and again."""
    return gzip.compress(data, THOROUGH, mtime=0)
