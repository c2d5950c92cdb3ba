"""A reader's own table: prefectures and numbers as people write them; every row counted or reported."""

import string

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_rows import rows as shipped

from cluster_map.own_figures.columns import PlaceKind, letters
from cluster_map.own_figures.figures import OwnFigures, Taking
from cluster_map.own_figures.joining import Base, Relation, rank_correlation, ranks, related
from cluster_map.own_figures.limits import limits
from cluster_map.own_figures.points import Outlines
from cluster_map.own_figures.prefecture_names import PrefectureNames, TwoPrefecturesError
from cluster_map.own_figures.problems import FileRefusedError, NoteKind, ProblemKind, Refusal
from cluster_map.own_figures.reading import Country, Step, read_figures

PREFECTURES = {row["prefecture"]: row for row in shipped("prefectures")}
NAMES = PrefectureNames(PREFECTURES, {row["text_ja"]: row["reading"] for row in shipped("readings")})
COUNTRY = Country(NAMES, lambda: Outlines({}))
FIGURES_HEADER = "都道府県,企業数\n"


def read(text: str, encoding: str = "utf-8") -> OwnFigures:
    return read_figures("figures.csv", text.encode(encoding), COUNTRY, limits())


def figures(text: str) -> dict[str, float]:
    return read(text).by_prefecture(Taking.FIGURES)


def problems(own: OwnFigures) -> list[tuple[int, ProblemKind, str]]:
    return [(p.row, p.kind, p.found) for p in own.problems_of(own.takings[0])]


# How a prefecture is written


FORMS = """Hyogo|Hyōgo
HYOGO|Hyougo|hyogo-ken|Hyogo Ken|Hyogo Prefecture|Hyogo Pref.|兵庫|兵庫県|兵 庫 県|ひょうご
ひょうごけん|ヒョウゴ|ヒョウゴ県|ﾋｮｳｺﾞ|28 兵庫県|28_兵庫|兵庫県（28）|  兵庫県　"""


@pytest.mark.parametrize("written", FORMS.replace("\n", "|").split("|"))
def test_a_name_is_read_in_any_common_form(written):
    assert NAMES.name(written) == "28"


@pytest.mark.parametrize("written", ["28", "２８", "28.0", "JP-28", "jp28", "28000", "280003", "028"])
def test_a_code_is_read_in_any_common_form(written):
    assert NAMES.code(written) == "28"


@pytest.mark.parametrize("code", PREFECTURES)
def test_every_prefecture_is_read_by_each_of_its_own_names_and_codes(code):
    record = PREFECTURES[code]
    kana = NAMES.readings[record["name_ja"]]
    for name in (record["name_en"], record["name_ja"], kana, f"{record['name_en']} Prefecture"):
        assert NAMES.name(name) == code
    for written in (code, code.lstrip("0"), f"JP-{code}", f"{code}000"):
        assert NAMES.code(written) == code


@pytest.mark.parametrize(
    "written", ["48", "0", "-6", "28100", "280004", "6.5", "関東", "Kobe", "27兵庫県", "兵庫県と大阪府", ""]
)
def test_what_is_no_prefecture_is_not_made_one(written):
    assert NAMES.name(written) is None
    assert NAMES.code(written) is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("東京都府中市宮西町2-24", "13"),
        ("〒650-8567 兵庫県神戸市中央区下山手通5-10-1", "28"),
        ("京都府京都市上京区", "26"),
        ("5-10-1 Shimoyamate-dori, Chuo-ku, Kobe, Hyogo 650-8567, Japan", "28"),
        ("Fukushima-ku, Osaka", "27"),
        ("Fukushima, Osaka-fu", "27"),
        ("Hyōgo-ken Kōbe-shi", "28"),
        ("神戸市中央区", None),
    ],
)
def test_an_address_says_its_prefecture(address, code):
    assert NAMES.in_address(address) == code


@pytest.mark.parametrize("address", ["Tokyo, Kyoto", "兵庫県と大阪府", "1-1 Fukushima, Osaka"])
def test_an_address_with_two_prefectures_is_not_decided_by_a_guess(address):
    with pytest.raises(TwoPrefecturesError):
        NAMES.in_address(address)


def test_a_misspelt_name_is_not_read_but_answered_with_the_nearest():
    own = read(FIGURES_HEADER + "Hyogp,5\n大阪府,6\n")
    [problem] = own.problems
    assert (problem.row, problem.column, problem.found, problem.hint) == (2, "都道府県", "Hyogp", "28")
    assert own.by_prefecture(Taking.FIGURES) == {"27": 6}


# How a number is written


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234", 1234),
        ('"1,234"', 1234),
        ('"1,234,567.5"', 1_234_567.5),
        ("１２３４", 1234),
        ('"１，２３４．５"', 1234.5),
        (" 12 ", 12),
        ("　12　", 12),
        ("-5", -5),
        ("△5", -5),
        ("▲1.5", -1.5),
        ("−5", -5),
        (".5", 0.5),
        ("1e3", 1000),
        ("+7", 7),
    ],
)
def test_a_number_is_read_in_any_common_form(written, value):
    assert figures(FIGURES_HEADER + f"兵庫県,{written}\n大阪府,1\n")["28"] == value


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("=A1+1", ProblemKind.FORMULA),
        ("=cmd|' /C calc'!A0", ProblemKind.FORMULA),
        ("#REF!", ProblemKind.ERROR_CELL),
        ('"1,5"', ProblemKind.COMMAS),
        ('"12,34"', ProblemKind.COMMAS),
        ("12人", ProblemKind.NOT_A_NUMBER),
        ("about 5", ProblemKind.NOT_A_NUMBER),
        ("1_000", ProblemKind.NOT_A_NUMBER),
        ("0x10", ProblemKind.NOT_A_NUMBER),
        ("inf", ProblemKind.NOT_A_NUMBER),
        ("9" * 400, ProblemKind.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_is_reported_with_its_row_and_does_not_count(written, kind):
    own = read(FIGURES_HEADER + f"大阪府,1\n京都府,2\n兵庫県,{written}\n")
    assert [(p.row, p.column, p.kind) for p in own.problems] == [(4, "企業数", kind)]
    assert own.by_prefecture(Taking.FIGURES) == {"27": 1, "26": 2}


@pytest.mark.parametrize("mark", ["", "-", "－", "…", "x", "X", "***", "n/a", "秘匿", "NaN"])
def test_a_mark_for_no_figure_is_neither_a_number_nor_a_fault(mark):
    own = read(FIGURES_HEADER + f"大阪府,1\n京都府,2\n兵庫県,{mark}\n")
    assert own.by_prefecture(Taking.FIGURES) == {"27": 1, "26": 2}
    assert own.problems == ()
    assert [note.kind for note in own.notes] == [NoteKind.MISSING]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(sorted(PREFECTURES)), st.integers(-(10**9), 10**9)), min_size=2))
def test_counts_and_sums_are_those_of_the_rows_in_any_order(rows):
    text = "code;amount\n" + "".join(f"{code};{amount}\n" for code, amount in rows)
    own, back = read(text), read("code;amount\n" + "".join(f"{c};{a}\n" for c, a in reversed(rows)))
    for taking in (Taking.COUNT, Taking.SUM):
        assert own.by_prefecture(taking) == back.by_prefecture(taking)
    sums = own.by_prefecture(Taking.SUM)
    for code in {code for code, _ in rows}:
        assert sums[code] == sum(amount for other, amount in rows if other == code)
    assert sum(own.by_prefecture(Taking.COUNT).values()) == len(rows)


# Rows


def test_of_two_rows_of_a_prefecture_the_first_counts_and_the_second_is_reported():
    own = read(FIGURES_HEADER + "兵庫県,1\n大阪府,2\nHyogo,3\n")
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1, "27": 2}
    assert problems(own) == [(4, ProblemKind.DUPLICATE, "Hyogo")]
    assert own.by_prefecture(Taking.SUM)["28"] == 4
    assert own.problems_of(Taking.SUM) == ()


def test_totals_of_the_country_are_left_out_and_said():
    own = read(FIGURES_HEADER + "全国,9\n兵庫県,1\n大阪府,2\n合計,9\n")
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1, "27": 2}
    assert [(n.kind, n.values) for n in own.notes] == [(NoteKind.TOTALS, {"count": 2})]


def test_rows_with_too_many_or_too_few_cells_are_reported_by_their_own_numbers():
    own = read(FIGURES_HEADER + '兵庫県,1\n\n大阪府,2,3\n京都府\n"x\ny",1\n奈良県,4\n')
    assert problems(own) == [
        (4, ProblemKind.CELLS, "3 ≠ 2: 大阪府,2,3"),
        (5, ProblemKind.CELLS, "1 ≠ 2: 京都府"),
        (6, ProblemKind.UNKNOWN_PREFECTURE, "x y"),
    ]
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1, "29": 4}


def test_titles_above_the_header_are_skipped_and_rows_keep_their_numbers():
    own = read("表1 企業数\n(単位:社)\n\n" + FIGURES_HEADER + "兵庫県,1\nX県,2\n")
    assert problems(own) == [(6, ProblemKind.UNKNOWN_PREFECTURE, "X県")]
    assert [(n.kind, n.values) for n in own.notes] == [(NoteKind.LINES_ABOVE, {"count": 3})]


def test_a_table_without_headers_loses_no_row_and_calls_its_columns_as_a_spreadsheet_does():
    own = read("6,100\n28,200\n")
    assert own.by_prefecture(Taking.FIGURES) == {"06": 100, "28": 200}
    assert own.columns == ("B",)
    assert [note.kind for note in own.notes] == [NoteKind.NO_HEADER]
    assert [letters(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize("header", ["foo,bar", "都道府県名,bar", "値,x", ","])
def test_columns_are_found_by_what_is_in_them_whatever_their_headers_say(header):
    own = read(f"{header}\n兵庫県,1\n大阪府,2\n")
    assert own.kind is PlaceKind.NAMES
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1, "27": 2}


def test_a_column_of_codes_beside_the_names_is_no_figure():
    own = read("コード,都道府県,企業数\n28,兵庫県,1\n27,大阪府,2\n")
    assert own.columns == ("企業数",)


def test_several_columns_of_figures_can_be_asked_for():
    own = read("都道府県,2020,2021\n兵庫県,1,10\n大阪府,2,20\n")
    assert own.columns == ("2020", "2021")
    assert own.by_prefecture(Taking.FIGURES, 1) == {"28": 10, "27": 20}


def test_rows_with_addresses_are_counted_and_those_without_a_prefecture_reported():
    own = read('name,address\nA,兵庫県神戸市\nB,"Kobe, Hyogo, Japan"\nC,神戸市\nD,Tokyo or Kyoto\n')
    assert own.kind is PlaceKind.ADDRESSES
    assert own.takings == (Taking.COUNT,)
    assert own.by_prefecture(Taking.COUNT)["28"] == 2
    assert own.by_prefecture(Taking.COUNT)["13"] == 0
    assert problems(own) == [
        (4, ProblemKind.UNKNOWN_PREFECTURE, "神戸市"),
        (5, ProblemKind.TWO_PREFECTURES, "Tokyo or Kyoto"),
    ]


def test_copies_of_a_row_are_said():
    own = read("address\n" + "兵庫県神戸市\n" * 3)
    assert [(n.kind, n.values) for n in own.notes] == [(NoteKind.COPIES, {"count": 2})]


def test_a_table_that_says_no_place_is_refused_with_the_columns_that_were_found():
    with pytest.raises(FileRefusedError) as refused:
        read("name,sales\nA,1000\nB,2000\n")
    assert refused.value.reason is Refusal.NO_PLACES
    assert refused.value.values == {"found": "name, sales"}


def test_problems_beyond_the_limit_are_counted():
    rows = "".join(f"nowhere {n},1\n" for n in range(limits().problems_listed + 7))
    own = read(FIGURES_HEADER + "兵庫県,1\n" + rows)
    assert own.problem_count_of(Taking.FIGURES) == limits().problems_listed + 7
    assert len(own.problems) == limits().problems_listed


def test_progress_names_every_step_once_and_in_order():
    steps: list[Step] = []
    read_figures("x.csv", FIGURES_HEADER.encode() + "兵庫,1\n".encode(), COUNTRY, limits(), steps.append)
    assert steps == list(Step)


# Encodings


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_a_table_in_any_encoding_of_japan_reads_the_same(encoding, said):
    own = read("都道府県,企業数\n兵庫県,1\nひょうご,x\n大阪府,2\n", encoding)
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1, "27": 2}
    assert own.columns == ("企業数",)
    assert [n.values["encoding"] for n in own.notes if n.kind is NoteKind.ENCODING] == (
        [said] if said else []
    )


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines_are_found(separator, line_end):
    text = line_end.join(separator.join(cells) for cells in [("県名", "値"), ("兵庫", "1"), ("大阪", "2")])
    assert figures(text) == {"28": 1, "27": 2}


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet=string.printable + "兵庫県大阪府,\n\"'=０", max_size=200))
def test_any_text_is_read_or_refused_on_purpose(text):
    try:
        own = read(text)
    except FileRefusedError:
        return
    assert own.rows_counted <= own.rows_read


# Beside the official figures


def test_a_relation_is_per_thousand_and_only_where_there_is_a_base():
    base = Base({"27": 2000.0, "28": 500.0, "26": 0.0}, 2019, None)
    assert related({"27": 4, "28": 5, "26": 1, "13": 7}, Relation.PER_EMPLOYEE, base) == {"27": 2, "28": 10}


def test_shares_like_those_of_the_employees_give_quotients_of_one():
    base = Base({"27": 2000.0, "28": 500.0}, 2019, None)
    assert related({"27": 40, "28": 10}, Relation.QUOTIENT, base) == {"27": 1, "28": 1}


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(PREFECTURES)), st.integers(1, 10**6), min_size=1))
def test_scaling_all_figures_changes_no_quotient(own):
    base = Base({code: float(number + 1) for number, code in enumerate(PREFECTURES)}, 2019, None)
    once = related(own, Relation.QUOTIENT, base)
    twice = related({code: 2 * value for code, value in own.items()}, Relation.QUOTIENT, base)
    assert twice == pytest.approx(once)


def test_equal_figures_share_a_rank():
    assert ranks({"01": 5, "02": 7, "03": 5, "04": 1}) == {"01": 2, "02": 1, "03": 2, "04": 4}


def test_rank_correlation_is_that_of_the_ranks_that_pandas_gives():
    first = dict(zip("abcdefg", [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0], strict=True))
    second = dict(zip("abcdefg", [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0], strict=True))
    expected = pd.Series(first).rank().corr(pd.Series(second).rank())
    assert rank_correlation(first, second) == pytest.approx(expected)
    assert rank_correlation({"a": 1.0}, {"a": 1.0}) is None
    assert rank_correlation(first, dict.fromkeys("abcdefg", 1.0)) is None
