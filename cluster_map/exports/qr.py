"""An address as a square that a phone reads."""

import io


def qr_svg(address: str, name: str) -> str:
    """The square as SVG to stand in a page, dark on white. ``name`` is its title."""
    import segno

    file = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        file, kind="svg", scale=4, border=3, dark="#17303b", light="#ffffff", title=name, xmldecl=False
    )
    return file.getvalue().decode()
