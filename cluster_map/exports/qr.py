"""An address as a square that a phone reads."""


def qr_picture(address: str) -> str:
    """The square as the address of a picture that a page carries in itself, dark on white."""
    import segno

    code = segno.make(address, micro=False, error="m")
    return code.svg_data_uri(scale=4, border=3, dark="#17303b", light="#ffffff")
