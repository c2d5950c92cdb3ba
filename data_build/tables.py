"""The reviewed tables that steer the build: codes as text, blanks as empty text, numbers as numbers."""

from pathlib import Path

import pandas as pd

BUILD = Path(__file__).parent
TABLES = BUILD.parent / "data" / "tables"

_NUMBERS = ("west", "south", "east", "north")


def read(path: Path) -> pd.DataFrame:
    """Read a CSV table; the country code ``NA`` stays text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.astype({column: float for column in _NUMBERS if column in table})
