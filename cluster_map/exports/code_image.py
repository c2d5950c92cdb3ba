"""A QR code for the camera of a phone."""

import segno


def code_image(address: str) -> str:
    """The address as a QR code, as the address of a picture."""
    return str(segno.make(address, micro=False, error="m").svg_data_uri(border=2, light="#fff"))
