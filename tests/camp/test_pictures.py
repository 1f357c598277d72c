"""Pictures that people bring: their size, and nothing in them that tells where they were taken."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cocreate.camp.commands.files import image_size, without_notes


def picture(kind: str, width: int = 7, height: int = 5) -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), "green").save(file, kind, **({"progressive": True} if kind == "JPEG" else {}))
    return file.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_the_size_of_a_picture_is_read_from_the_file(kind: str, media_type: str) -> None:
    assert image_size(media_type, picture(kind, 31, 17)) == (31, 17)
    assert image_size(media_type, picture(kind)[:9]) is None
    assert image_size("application/pdf", b"%PDF-1.7") is None


def test_a_photo_keeps_its_way_up_and_tells_neither_place_nor_device() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "A telephone"
    notes.get_ifd(0x8825)[1] = "N"
    file = BytesIO()
    photo = Image.effect_noise((60, 40), 80).convert("RGB")
    photo.save(file, "JPEG", exif=notes, comment=b"Taken at home", icc_profile=b"a profile")
    clean = without_notes("image/jpeg", file.getvalue())
    shown = Image.open(BytesIO(clean))
    assert dict(shown.getexif()) == {0x0112: 6}
    assert shown.info["icc_profile"] == b"a profile"
    assert b"telephone" not in clean and b"home" not in clean
    assert shown.tobytes() == Image.open(file).tobytes()
    assert image_size("image/jpeg", clean) == (60, 40)


def test_a_drawing_loses_its_notes_and_nothing_else() -> None:
    file, notes = BytesIO(), PngInfo()
    notes.add_text("Author", "Somebody")
    Image.new("RGB", (3, 2), "red").save(file, "PNG", pnginfo=notes)
    clean = without_notes("image/png", file.getvalue())
    assert b"Somebody" in file.getvalue() and b"Somebody" not in clean
    assert Image.open(BytesIO(clean)).tobytes() == Image.open(file).tobytes()
    assert without_notes("application/pdf", b"%PDF-1.7") == b"%PDF-1.7"


def test_a_broken_picture_is_read_to_its_end_and_no_further() -> None:
    whole = picture("JPEG", 31, 17)
    for length in range(len(whole)):
        for content in (whole[:length], whole[:length] + b"\xff\xe1\x00\x00"):
            without_notes("image/jpeg", content)
            image_size("image/jpeg", content)
            without_notes("image/png", content)
