"""Where templates, static files and migrations lie: inside the installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """The folder `templates`, `static` or `migrations`."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
