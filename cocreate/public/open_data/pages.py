"""Open data for everybody: the versions, their files, and all of a version in one."""

import zipfile
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, send_file, url_for

from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.public.models import DataRelease
from cocreate.public.open_data import commands
from cocreate.public.open_data.package import DESCRIPTION, LICENCES, README
from cocreate.public.open_data.table import MEDIA_TYPES
from cocreate.web.access import requires

pages = Blueprint("open_data", __name__, url_prefix="/p/<process_id>")
IN_MEMORY = 8 * 1024 * 1024  # bytes of a file that is put together; larger ones go through the disk
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same in every file, so that the same release is the same file
TYPES = {DESCRIPTION: "application/json", README: "text/markdown"}


@pages.get("/data/")
@requires("public:data:view")
def index() -> Any:
    """The newest version, and all others."""
    releases = commands.releases_of(db.session(), g.process)
    newest = next((row for row in releases if not row.is_withdrawn), None)
    return render_template("public/data/index.html", releases=releases, newest=newest, **parts_of(newest))


@pages.get("/data/<int:release_number>/")
@requires("public:data:view")
def release(release_number: int) -> str:
    """One version at its permanent address."""
    row = commands.find_release(db.session(), g.process, release_number)
    newest = commands.latest_release(db.session(), g.process)
    return render_template("public/data/release.html", release=row, newest=newest, **parts_of(row))


@pages.get("/data/latest/<data_file>")
@requires("public:data:view")
def latest_file(data_file: str) -> Any:
    """The file of the newest version, whichever that is: for machines that come again."""
    row = commands.latest_release(db.session(), g.process)
    if row is None:
        raise NotFound()
    return redirect(url_for(".file", release_number=row.number, data_file=data_file))


@pages.get("/data/<int:release_number>/<data_file>")
@requires("public:data:view")
def file(release_number: int, data_file: str) -> Response:
    """One file of a version, which never changes."""
    session = db.session()
    row = commands.find_release(session, g.process, release_number)
    content = commands.content_of(session, row, data_file)
    known = next(one for one in row.files if one.name == data_file)
    kind = TYPES.get(data_file) or MEDIA_TYPES[data_file.rsplit(".", 1)[-1]]
    headers = {
        "Content-Disposition": f'attachment; filename="{data_file}"',
        "Access-Control-Allow-Origin": "*",  # published for everybody, and read without any cookie
    }
    answer = Response(content, mimetype=kind, headers=headers)
    answer.set_etag(known.hash)
    return answer


@pages.get("/data/<int:release_number>.zip")
@requires("public:data:view")
def archive(release_number: int) -> Response:
    """All files of a version in one; made again it is the same, byte by byte."""
    session = db.session()
    row = commands.find_release(session, g.process, release_number)
    if row.is_withdrawn:
        raise NotFound()
    packed: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed when it is sent
    with zipfile.ZipFile(packed, "w") as target:
        for one in row.files:
            about = zipfile.ZipInfo(one.name, FIRST_DAY)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(about, commands.content_of(session, row, one.name))
    packed.seek(0)
    name = f"{g.process.public_id}-{row.number}.zip"
    answer = send_file(packed, "application/zip", as_attachment=True, download_name=name)
    answer.set_etag(f"{row.public_id}")
    return answer


def parts_of(release: DataRelease | None) -> dict[str, Any]:
    """A version's tables with their files, and its licence."""
    if release is None:
        return {}
    files = {one.name: one for one in release.files}
    lines = [
        (
            table,
            [(form, files[f"{table['name']}.{form}"]) for form in MEDIA_TYPES if f"{table['name']}.{form}" in files],
        )
        for table in release.tables
    ]
    return {"lines": lines, "size": sum(one.size for one in release.files), "licence": LICENCES[release.licence]}
