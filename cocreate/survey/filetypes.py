"""What a file is: judged by its name and by what is in it, so that nothing comes in under another's name."""

import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from cocreate.errors import Invalid

LARGEST_MEGABYTES = 5  # of one file
LONGEST_NAME = 120
MEGABYTE = 1024 * 1024

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KNOWN = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
IMAGES = frozenset({"image/png", "image/jpeg"})
_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}


@dataclass(frozen=True)
class FileTaken:
    """A file that is what it says it is."""

    name: str
    media_type: str
    content: bytes


def taken(name: str, content: bytes, types: Collection[str], megabytes: int = LARGEST_MEGABYTES) -> FileTaken:
    """The file with a clean name, or Invalid with what is wrong with it."""
    clean = clean_name(name)
    extension = extension_of(clean)
    told = {"name": clean, "types": ", ".join(types), "limit": megabytes}
    if not content:
        raise Invalid("survey.file.empty", **told)
    if len(content) > megabytes * MEGABYTE:
        raise Invalid("survey.file.too_large", **told)
    if extension not in types:
        raise Invalid("survey.file.other_type", **told)
    if not is_really(extension, content):
        raise Invalid("survey.file.not_what_it_says", **told)
    return FileTaken(clean, KNOWN[extension], content)


def clean_name(name: str) -> str:
    """A name without folders, control signs and signs that turn the direction of writing, and not too long.

    >>> clean_name("../../etc/pass\\x00wd.txt"), clean_name("C:\\\\a\\\\Plan  1.PDF"), clean_name("...")
    ('passwd.txt', 'Plan 1.PDF', 'file')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or _is_visible(sign))
    plain = " ".join(shown.split()).lstrip(". ")
    suffix = PurePosixPath(plain).suffix[:10]
    stem = plain.removesuffix(suffix)[: LONGEST_NAME - len(suffix)].rstrip(". ")
    return f"{stem}{suffix}".strip() or "file"


def extension_of(name: str) -> str:
    """The extension in small letters; the two of JPEG are one."""
    found = PurePosixPath(name).suffix.lower().removeprefix(".")
    return "jpg" if found == "jpeg" else found


def is_really(extension: str, content: bytes) -> bool:
    """Whether the content is what the extension says."""
    if extension == "pdf":
        return b"%PDF-" in content[:1024]
    if extension == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if extension == "jpg":
        return content.startswith(b"\xff\xd8\xff")
    if extension in ("txt", "csv"):
        return _is_text(content)
    return extension in KNOWN and _is_office(extension, content)


def _is_visible(sign: str) -> bool:
    """Neither a control sign, nor one of format, such as those that turn the direction; nor half a pair."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs")


def _is_text(content: bytes) -> bool:
    """Readable in one of the encodings that text files come in."""
    with_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if with_mark else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text)
    return False


def _is_office(extension: str, content: bytes) -> bool:
    """A zip with the parts of such a document, and without macros; nothing is unpacked but the type it tells."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = parts.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return False
            if folder := _FOLDERS.get(extension):
                return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
            with parts.open("mimetype") as told:
                return told.read(100).decode("ascii", "replace").strip() == KNOWN[extension]
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return False
