"""How a cell says a number, or that there is none: as macros of SQL, for a million cells at once."""

NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"
GROUPED = r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"
BLANK = " \t\r\n\u3000\u00a0\ufeff"

MISSING = (
    *("", "-", "--", "ー", "―", "—", "‐", "…", "...", "x", "χ", "*", "**", "***"),
    *("n/a", "na", "nan", "null", "none", "不明", "秘匿", "未公表", "該当なし"),
)
"""How tables write that there is no figure. A dash may mean zero there: here it is left open, and said."""

_MARKS = ", ".join(f"'{mark}'" for mark in MISSING)

MACROS = (
    "CREATE MACRO has_text(t) AS regexp_matches(t, '[^\\s\\x{3000}\\x{a0}\\x{feff}]')",
    f"CREATE MACRO bare(t) AS trim(t, '{BLANK}')",
    # Full-width digits and signs, the minus of typesetters, and the triangles of Japanese accounts.
    "CREATE MACRO narrow(t) AS translate(bare(t), '０１２３４５６７８９．，－＋−▲△', '0123456789.,-+---')",
    "CREATE MACRO finite(v) AS CASE WHEN isfinite(v) THEN v END",
    # The plain form first: of a million cells nearly all are so, and need none of the costlier looks.
    f"""CREATE MACRO number_of(t) AS CASE
        WHEN regexp_full_match(t, '{NUMBER}') THEN finite(try_cast(t AS DOUBLE))
        WHEN regexp_full_match(bare(t), '{NUMBER}') THEN finite(try_cast(bare(t) AS DOUBLE))
        WHEN regexp_full_match(narrow(t), '{NUMBER}') THEN finite(try_cast(narrow(t) AS DOUBLE))
        WHEN regexp_full_match(narrow(t), '{GROUPED}')
            THEN finite(try_cast(replace(narrow(t), ',', '') AS DOUBLE)) END""",
    f"CREATE MACRO is_missing(t) AS lower(narrow(t)) IN ({_MARKS})",
    "CREATE MACRO is_formula(t) AS regexp_matches(bare(t), '^[=＝]')",
    "CREATE MACRO is_error(t) AS regexp_full_match(bare(t), '#[A-Z]+[/A-Z0-9]*[!?]?')",
    r"CREATE MACRO has_commas(t) AS regexp_full_match(narrow(t), '[+-]?[\d.]*,[\d,.]*')",
    """CREATE MACRO is_meant_as_number(t) AS
        number_of(t) IS NOT NULL OR is_formula(t) OR is_error(t) OR has_commas(t)""",
    """CREATE MACRO trouble(t) AS CASE
        WHEN is_formula(t) THEN 'formula' WHEN is_error(t) THEN 'error-cell'
        WHEN has_commas(t) THEN 'commas' ELSE 'not-a-number' END""",
)
"""``number_of`` is NULL for what is no number; ``trouble`` is the ``ProblemKind`` of such a cell."""
