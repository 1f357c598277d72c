"""A board as a picture: laid out once, drawn as SVG for screens and as PNG for paper."""

from cocreate.camp.picture.layout import Drawing, Labels, drawing_of
from cocreate.camp.picture.raster import png_of
from cocreate.camp.picture.vector import svg_of

__all__ = ["Drawing", "Labels", "drawing_of", "png_of", "svg_of"]
