"""The table of the records that a map shows: same order, same filters, chosen by keyboard too."""

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import streamlit as st

from cluster_map.text import say
from cluster_map.url_state import ViewState

ROWS_SHOWN = 9


def show_record_table(
    columns: Mapping[str, Sequence[object]],
    ids: Sequence[str],
    view: ViewState,
    key: str,
    choose: Callable[[str | None], None],
) -> None:
    """A table; choosing a row calls ``choose`` with its id, giving it up with ``None``.

    Parameters
    ----------
    columns
        Title -> one value a row, in the order of ``ids``.
    """

    def follow() -> None:
        rows = st.session_state[key].selection.rows
        choose(ids[rows[0]] if rows and rows[0] < len(ids) else None)

    st.dataframe(
        pa.table(columns),
        key=key,
        hide_index=True,
        on_select=follow,
        selection_mode="single-row",
        height=38 + 35 * min(ROWS_SHOWN, max(1, len(ids))),
        placeholder="\u2013",
        alt=say("table_alt", view.language, count=len(ids)),
    )
