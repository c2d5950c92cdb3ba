"""Rows on their way from texts to figures: every row is either counted or reported, none is guessed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from cluster_map.own_figures.columns import JAPAN_LAT, JAPAN_LON, PlaceKind, Roles
from cluster_map.own_figures.figures import OwnFigures
from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.points import Outlines, prefectures_of_points
from cluster_map.own_figures.prefecture_names import PrefectureNames, TwoPrefecturesError
from cluster_map.own_figures.problems import (
    FileRefusedError,
    Note,
    NoteKind,
    Problem,
    ProblemKind,
    Refusal,
    shown,
)
from cluster_map.own_figures.raw_table import RawTable, column
from cluster_map.own_figures.sandbox import Sandbox

TOTAL = "total"


class Rows:
    """The rows of one file, taken in by a sandbox as ``raw``; the macros of ``numbers`` are there.

    Raises
    ------
    FileRefusedError
        If every row is blank; by each method, if it takes too much.
    """

    def __init__(self, raw: RawTable, roles: Roles, sandbox: Sandbox, limits: Limits) -> None:
        self._raw, self._roles, self._sandbox, self._limits = raw, roles, sandbox, limits
        self._problems = list(raw.problems)
        self._count = len(raw.problems)
        self._notes = list(raw.notes)
        every = ", ".join(column(n) for n in range(len(raw.names)))
        sandbox.run(f"CREATE VIEW filled AS SELECT * FROM raw WHERE has_text(concat({every}))")
        [(self._rows_read, copies)] = sandbox.run(
            f"SELECT count(*), count(*) - count(DISTINCT hash({every})) FROM filled"
        )
        if copies:
            self._notes.append(Note(NoteKind.COPIES, {"count": copies}))
        self._rows_read += len(raw.problems)
        if not self._rows_read:
            raise FileRefusedError(Refusal.NO_ROWS)

    def _list(self, sql: str, hints: Mapping[str, str] | None = None) -> tuple[list[Problem], int]:
        """The first problems that a statement answers as ``row, col, kind, found``, and their number."""
        [(count,)] = self._sandbox.run(f"SELECT count(*) FROM ({sql})")
        if not count:
            return [], 0
        found = self._sandbox.run(
            f"SELECT row, col, kind, left(found, 200) FROM ({sql})"
            f" ORDER BY row, col LIMIT {self._limits.problems_listed}"
        )
        return [
            Problem(row, self._raw.names[n], ProblemKind(kind), shown(text), (hints or {}).get(text, ""))
            for row, n, kind, text in found
        ], count

    def _report(self, sql: str, hints: Mapping[str, str] | None = None) -> None:
        problems, count = self._list(sql, hints)
        self._problems += problems
        self._count += count

    def locate_names(self, names: PrefectureNames) -> None:
        """Find the prefecture that each row names."""
        import pyarrow as pa

        [place] = self._roles.place
        text = f"left(bare({column(place)}), 200)"
        codes = {str(record["name_ja"]): code for code, record in names.prefectures.items()}
        cases = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in codes.items())
        # Most addresses say their prefecture in full; only the other texts are read one by one.
        self._sandbox.run(
            "CREATE TABLE texts AS"
            f" SELECT t, CASE WHEN len(said) = 1 THEN CASE said[1] {cases} END END AS code"
            f" FROM (SELECT t, list_distinct(regexp_extract_all(t, '{'|'.join(codes)}')) AS said"
            f" FROM (SELECT DISTINCT {text} AS t FROM filled))"
        )
        others = [t for (t,) in self._sandbox.run("SELECT t FROM texts WHERE code IS NULL")]
        read = {t: self._read_one(t, names) for t in self._in_time(others)}
        self._sandbox.take_in(
            "answers",
            pa.table(
                {"t": pa.array(list(read), pa.string()), "answer": pa.array(list(read.values()), pa.string())}
            ),
        )
        self._sandbox.run(
            f"CREATE TABLE located AS SELECT row, {text} AS place, coalesce(code, answer) AS answer"
            f" FROM filled JOIN texts ON texts.t = {text} LEFT JOIN answers ON answers.t = texts.t"
        )
        wrong = f"FROM located WHERE length(answer) > 2 AND answer <> '{TOTAL}'"
        first = self._sandbox.run(f"SELECT DISTINCT place {wrong} LIMIT {self._limits.problems_listed}")
        hints = {t: self._hint(t, names) for (t,) in first}
        self._report(f"SELECT row, {place} AS col, answer AS kind, place AS found {wrong}", hints)
        [(totals,)] = self._sandbox.run(f"SELECT count(*) FROM located WHERE answer = '{TOTAL}'")
        if totals:
            self._notes.append(Note(NoteKind.TOTALS, {"count": totals}))
        self._sandbox.run(
            f"CREATE TABLE placed AS SELECT row, answer AS prefecture, place, NULL::DOUBLE AS lon,"
            f" NULL::DOUBLE AS lat, {self._values()} FROM filled JOIN located USING (row)"
            " WHERE length(answer) = 2"
        )
        self._sandbox.run(f"CREATE TABLE figures AS SELECT {self._kept()} FROM placed ORDER BY row")

    def _read_one(self, text: str, names: PrefectureNames) -> str:
        """A code, ``TOTAL``, or the kind of the problem."""
        if not text:
            return ProblemKind.NO_PREFECTURE
        if names.is_total(text):
            return TOTAL
        try:
            if self._roles.kind is PlaceKind.ADDRESSES:
                found = names.in_address(text) or names.name(text)
            else:
                found = names.name(text) or names.code(text) or names.in_address(text)
        except TwoPrefecturesError:
            return ProblemKind.TWO_PREFECTURES
        return found or ProblemKind.UNKNOWN_PREFECTURE

    def _hint(self, text: str, names: PrefectureNames) -> str:
        """The code that a misspelt name perhaps means."""
        return (names.nearest(text) or "") if self._roles.kind is PlaceKind.NAMES else ""

    def _in_time(self, texts: list[str]) -> Iterator[str]:
        """Texts one by one, as long as the time allows."""
        end = time.monotonic() + self._limits.seconds
        for text in texts:
            if time.monotonic() > end:
                raise FileRefusedError(Refusal.TOO_LONG, seconds=f"{self._limits.seconds:g}")
            yield text

    def _values(self) -> str:
        """The numbers of the columns of figures, and the texts of those cells that are none."""
        read = [
            f"number_of({column(n)}) AS v{k}, CASE WHEN v{k} IS NULL THEN {column(n)} END AS t{k}"
            for k, n in enumerate(self._roles.values)
        ]
        return ", ".join([*read, "TRUE AS checked"])

    def _kept(self) -> str:
        """The columns of the table of figures."""
        return ", ".join(
            ["row", "prefecture", "lon", "lat", *(f"v{k}" for k in range(len(self._roles.values)))]
        )

    def locate_points(self, outlines: Outlines) -> None:
        """Take the rows whose longitude and latitude can be, and find the prefecture of each."""
        import pyarrow as pa

        lon, lat = self._roles.place
        self._sandbox.run(
            f"CREATE TABLE placed AS SELECT row, number_of({column(lon)}) AS lon,"
            f" number_of({column(lat)}) AS lat,"
            f" CASE WHEN lon BETWEEN {JAPAN_LAT[0]} AND {JAPAN_LAT[1]}"
            f" AND lat BETWEEN {JAPAN_LON[0]} AND {JAPAN_LON[1]} THEN '{ProblemKind.SWAPPED}'"
            f" WHEN coalesce(abs(lat) > 90, true) THEN '{ProblemKind.LATITUDE}'"
            f" WHEN coalesce(abs(lon) > 180, true) THEN '{ProblemKind.LONGITUDE}' END AS wrong,"
            f" CASE wrong WHEN '{ProblemKind.LONGITUDE}' THEN {column(lon)}"
            f" WHEN '{ProblemKind.LATITUDE}' THEN {column(lat)}"
            f" WHEN '{ProblemKind.SWAPPED}' THEN {column(lat)} END AS said,"
            f" {self._values()} FROM filled"
        )
        self._report(
            f"SELECT row, CASE wrong WHEN '{ProblemKind.LONGITUDE}' THEN {lon} ELSE {lat} END AS col,"
            " wrong AS kind, said AS found FROM placed WHERE wrong IS NOT NULL"
        )
        self._sandbox.run("DELETE FROM placed WHERE wrong IS NOT NULL")
        at = self._sandbox.table("SELECT row, lon, lat FROM placed")
        codes = prefectures_of_points(at["lon"].to_numpy(), at["lat"].to_numpy(), outlines)
        coded = pa.table({"row": at["row"], "prefecture": pa.array(codes, pa.string())})
        self._sandbox.take_in("coded", coded)
        self._sandbox.run(f"CREATE TABLE figures AS SELECT {self._kept()} FROM placed JOIN coded USING (row)")
        self._sandbox.give_up("coded")
        [(outside,)] = self._sandbox.run("SELECT count(*) FROM figures WHERE prefecture IS NULL")
        if outside:
            self._notes.append(Note(NoteKind.OUTSIDE, {"count": outside}))

    def figures(self, file_name: str, prefectures: tuple[str, ...]) -> OwnFigures:
        """What counts and what does not, once the rows are located."""
        missing = 0
        for k, n in enumerate(self._roles.values):
            self._report(
                f"SELECT row, {n} AS col, trouble(t) AS kind, t AS found"
                f" FROM (SELECT row, t{k} AS t FROM placed WHERE t{k} IS NOT NULL) WHERE NOT is_missing(t)"
            )
            [(blank,)] = self._sandbox.run(
                f"SELECT count(*) FROM (SELECT t{k} AS t FROM placed WHERE t{k} IS NOT NULL)"
                " WHERE is_missing(t)"
            )
            missing += blank
        if missing:
            self._notes.append(Note(NoteKind.MISSING, {"count": missing}))
        repeated, repeated_count = self._repeated()
        [(counted,)] = self._sandbox.run("SELECT count(*) FROM figures")
        self._tidy_up()
        return OwnFigures(
            file_name=file_name,
            sandbox=self._sandbox,
            kind=self._roles.kind,
            columns=tuple(self._raw.names[n] for n in self._roles.values),
            prefectures=prefectures,
            rows_read=self._rows_read,
            rows_counted=counted,
            problems=tuple(sorted(self._problems)[: self._limits.problems_listed]),
            problem_count=self._count,
            repeated=tuple(repeated),
            repeated_count=repeated_count,
            notes=tuple(self._notes),
        )

    def _tidy_up(self) -> None:
        """Forget the texts: only figures stay in memory."""
        self._sandbox.run("DROP VIEW filled")
        for table in ("texts", "located", "placed"):
            self._sandbox.run(f"DROP TABLE IF EXISTS {table}")
        for name in ("raw", "answers"):
            self._sandbox.give_up(name)

    def _repeated(self) -> tuple[list[Problem], int]:
        """Rows whose prefecture an earlier row has; the hint is the number of that row."""
        if self._roles.kind is PlaceKind.POINTS:
            return [], 0
        [place] = self._roles.place
        sql = (
            f"SELECT row, {place} AS col, '{ProblemKind.DUPLICATE}' AS kind, place AS found FROM placed"
            " QUALIFY row > min(row) OVER (PARTITION BY prefecture)"
        )
        return self._list(sql)
