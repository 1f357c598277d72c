"""An address as a QR code, drawn as SVG that a strict page policy accepts and dark pages do not spoil."""

from markupsafe import Markup


def qr_svg(text: str, label: str) -> Markup:
    """Dark squares on white with the quiet zone that scanners need, whatever the colours of the page."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    squares = "".join(
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(matrix) for column, is_dark in enumerate(line) if is_dark
    )
    size = len(matrix)
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}" fill="#000"/></svg>'
    ).format(size=size, label=label, squares=squares)
