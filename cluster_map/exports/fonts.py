"""The typefaces of files that carry their own: Latin with a bold cut, and Japanese, each from a package.

The packages are found, not imported: one of them would change the settings of matplotlib.
"""

from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path


@cache
def latin(bold: bool = False) -> Path:
    """Source Sans Pro (SIL Open Font License 1.1), the family of the pages."""
    return _home(find_spec("font_source_sans_pro")) / f"files/SourceSansPro-{('Regular', 'Bold')[bold]}.ttf"


@cache
def japanese() -> Path:
    """IPAexGothic (IPA Font License 1.0, under which documents may embed it); it has one weight."""
    return _home(find_spec("matplotlib_fontja")) / "fonts/ipaexg.ttf"


def _home(package: ModuleSpec | None) -> Path:
    if package is None or package.origin is None:
        raise ModuleNotFoundError("A package with fonts is missing: install requirements.txt.")
    return Path(package.origin).parent
