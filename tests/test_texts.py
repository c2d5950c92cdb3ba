"""Every sentence that a reader sees is there in both languages, is used, and reads as a sentence."""

import ast
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from project import ROOT, SHIPPED, python_files, relative, tree

from cluster_map import coverage, domain, inventory, questions, readiness, search_documents, sme
from cluster_map.own_figures import columns, figures, joining, problems, reading
from cluster_map.store import COLUMN_TYPES
from cluster_map.strength import growth, hot_spots
from cluster_map.text import TEXTS, catalogue, say, say_code

LANGUAGES = [str(language) for language in domain.Language]
SENTENCES = catalogue()

KINDS = {
    "aim": domain.Aim,
    "applicant_type": questions.ApplicantType,
    "category": questions.Category,
    "collection": search_documents.Kind,
    "column_type": StrEnum("ColumnType", {name: name for name in COLUMN_TYPES}),
    "cooperation": domain.Cooperation,
    "cost_item": questions.CostItem,
    "direction": domain.Direction,
    "evidence": domain.Evidence,
    "family": questions.Family,
    "finance": questions.Finance,
    "gpa_status": coverage.GpaStatus,
    "ground": coverage.Ground,
    "home": questions.Home,
    "kinds": domain.OrganisationKind,
    "label": domain.Label,
    "legal_form": questions.LegalForm,
    "lack": inventory.Lack,
    "level": domain.RegionLevel,
    "local_presence": questions.LocalPresence,
    "map_layer": questions.MapLayer,
    "match_part": domain.MatchPart,
    "match_value": domain.MatchPart,
    "measure": domain.MeasureId,
    "measure_formula": domain.MeasureId,
    "measure_unit": domain.MeasureId,
    "method": domain.LabelMethod,
    "method_short": domain.LabelMethod,
    "missing": domain.Missing,
    "month_name": domain.Month,
    "offer": questions.Offer,
    "overall": readiness.Overall,
    "own_kind": columns.PlaceKind,
    "own_mend": problems.ProblemKind,
    "own_note": problems.NoteKind,
    "own_refused": problems.Refusal,
    "own_relation": joining.Relation,
    "own_relation_title": joining.Relation,
    "own_step": reading.Step,
    "own_taking": figures.Taking,
    "part": domain.StrengthPart,
    "precision": domain.Precision,
    "programme": domain.Programme,
    "question": questions.QUESTIONS,
    "risk": questions.Risk,
    "rit_result": readiness.Result,
    "role": domain.MemberRole,
    "gap": domain.GapKind,
    "quadrant": growth.Quadrant,
    "spot": hot_spots.Spot,
    "threshold": domain.ThresholdId,
    "sme_proof": questions.SmeProof,
    "support_need": questions.SupportNeed,
    "tier": questions.Tier,
    "verdict": sme.Verdict,
}
"""First parts of keys like ``evidence.page``: the codes that they name."""

CODES = {str(code) for codes in KINDS.values() for code in codes}
PLAIN_KEYS = {key for key in SENTENCES if "." not in key}
FILES = python_files(*SHIPPED)

FILLED_BY_THE_MAP = {"value"}
"""Placeholders that stay in the text on its way to the browser, where the map fills them."""

TEMPLATES = sorted((ROOT / "cluster_map/lite/templates").glob("*.html"))
SAID_IN_TEMPLATE = re.compile(r'\bsay\("(\w+)"')

QUOTED_OR_LINKED = re.compile('「[^」]*」|“[^”]*”|"[^"]*"|https?://\\S+|\\S+\\.(?:jp|org|com|int)\\S*')
FOUR_LATIN_WORDS = re.compile(r"(?:[A-Za-z][A-Za-z'’.-]*[\s,·]+){3}[A-Za-z]+")
UNFINISHED = re.compile(r"\b(TODO|FIXME|TBD|XXX|[Ll]orem|null|NaN|undefined|[Tt]raceback|stack)\b")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


NEVER_ONE = {
    "data_lead",
    "gap_why_no_cluster",
    "gaps_help",
    "lite_fairs_description",
    "lite_home_description",
    "lite_tie_ups_description",
    "load_tour_help",
    "map_group",
    "match_proof_figure",
    "match_summary",
    "micro_limit",
    "own_choose",
    "own_correlation",
    "own_refused.too-long",
    "own_refused.too-many-columns",
    "own_refused.too-many-rows",
    "own_refused.vertices",
    "printed_limits",
    "profile_diversity",
    "reading_above_one",
    "related_help",
    "sme_limits",
    "spots_help",
    "tour_file_large",
    "tour_file_long",
}
"""Limits, totals of all that is shipped, and what there are always several of."""

THINGS = (
    "bytes|cities|clusters|columns|countries|employees|fairs|figures|industries|inputs|jobs|measures|months|"
    "offices|organisations|permutations|points|prefectures|reasons|records|regions|resamplings|routes|rows|"
    "seconds|sectors|steps|tables|tie-ups|vertices"
)


def placeholders(sentence: str) -> set[str]:
    """Names of all gaps, those inside the words that a number chooses from included."""
    parsed = [(name, spec or "") for _, name, spec, _ in Formatter().parse(sentence) if name is not None]
    return {name for name, _ in parsed}.union(*(placeholders(spec) for _, spec in parsed))


def calls(function: str) -> Iterator[tuple[Path, ast.Call]]:
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                yield file, node


def where(file: Path, node: ast.AST) -> str:
    return f"{relative(file)}, line {node.lineno}"  # type: ignore[attr-defined]


def words_handed_on(file: Path) -> set[str]:
    """Texts that are given to a call or stand in a list: what a key may reach ``say`` through."""
    found = set()
    for node in ast.walk(tree(file)):
        match node:
            case ast.Call():
                parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                pass
            case ast.Dict(values=parts):
                pass
            case _:
                continue
        found |= {
            part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
    return found


def keys_of_pattern(pattern: ast.JoinedStr, file: Path) -> set[str]:
    """Keys that ``say(f"map_{name}")`` may mean: the gap is a word of that file or a code."""
    expression = "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)" for part in pattern.values
    )
    words = words_handed_on(file) | CODES
    matches = {key: re.fullmatch(expression, key) for key in PLAIN_KEYS}
    return {key for key, match in matches.items() if match and set(match.groups()) <= words}


def named_keys() -> set[str]:
    handed_on = set().union(*(words_handed_on(file) for file in FILES))
    patterns = (
        keys_of_pattern(call.args[0], file)
        for file, call in calls("say")
        if isinstance(call.args[0], ast.JoinedStr)
    )
    return handed_on.union(said_in_templates(), *patterns) & PLAIN_KEYS


def said_in_templates() -> set[str]:
    """Keys that the templates of the plain pages say."""
    return set().union(*(SAID_IN_TEMPLATE.findall(file.read_text(encoding="utf-8")) for file in TEMPLATES))


def kinds_in_code() -> set[str]:
    """Kinds of codes that ``say_code`` is asked for, also through a function that is handed the kind."""
    files = {file for file, _ in calls("say_code")}
    return set().union(*(words_handed_on(file) for file in files)) & {key.split(".")[0] for key in SENTENCES}


def test_the_files_of_texts_are_all_read():
    keys = {key for file in TEXTS.glob("*.toml") for key in tomllib.loads(file.read_text(encoding="utf-8"))}
    assert keys == set(SENTENCES)


def test_every_text_stands_in_both_languages():
    missing = {
        key
        for key, text in SENTENCES.items()
        if sorted(text) != sorted(LANGUAGES) or not all(map(str.strip, text.values()))
    }
    assert missing == set()


def test_both_languages_of_a_text_have_the_same_placeholders():
    different = {
        key for key, text in SENTENCES.items() if placeholders(text["en"]) != placeholders(text["ja"])
    }
    assert different == set()


def said_of_one(key: str) -> str:
    """The English sentence of a key with 1 in every gap."""
    filled = dict.fromkeys(placeholders(SENTENCES[key]["en"]), 1)
    kind, dot, code = key.partition(".")
    if dot:
        return say_code(kind, code, domain.Language.ENGLISH, **filled)
    return say(key, domain.Language.ENGLISH, **filled)


def test_one_thing_is_not_said_in_the_plural():
    plural = re.compile(rf"\b1 (?:(?!of |with )[a-z]+ ){{0,2}}(?:{THINGS})\b")
    assert {key for key in SENTENCES if plural.search(said_of_one(key))} == NEVER_ONE


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 organisations are on file"),
        (1, "1 organisation is on file"),
        (2, "2 organisations are on file"),
        ("1,001", "1,001 organisations are on file"),
        ('<a href="#1">1</a>', '<a href="#1">1</a> organisation is on file'),
        ('<a href="#1">21</a>', '<a href="#1">21</a> organisations are on file'),
    ],
)
def test_a_figure_chooses_its_words_also_where_it_is_a_link(count, words):
    said = say("profile_cluster_members", domain.Language.ENGLISH, count=count, kinds="companies")
    assert said == f"{words}: companies."


def test_japanese_has_no_plural_to_choose():
    assert {key for key, text in SENTENCES.items() if re.search(r"\{\w+:[^{}]*\|", text["ja"])} == set()


def test_every_key_in_code_is_a_text_and_is_given_what_it_has_places_for():
    faults = []
    for file, call in calls("say"):
        if not isinstance(call.args[0], ast.Constant):
            continue
        key = call.args[0].value
        given = {keyword.arg for keyword in call.keywords}
        wanted = placeholders(SENTENCES[key]["en"]) if key in SENTENCES else None
        if wanted is None or (given != wanted and (given or wanted != FILLED_BY_THE_MAP)):
            faults.append(f"{where(file, call)}: say({key!r}) is given {given}, has places for {wanted}")
    assert faults == []


def test_every_key_in_a_template_is_a_text():
    assert said_in_templates() <= PLAIN_KEYS


def test_no_sentence_stands_in_a_template():
    def plain(markup: str) -> str:
        return re.sub(r"<[^>]*>|{[{%].*?[}%]}", " ", markup, flags=re.DOTALL)

    words = {file.name: re.findall(r"\w+", plain(file.read_text(encoding="utf-8"))) for file in TEMPLATES}
    assert {name: found for name, found in words.items() if found} == {}


def test_every_pattern_of_keys_in_code_means_a_text():
    meant = {
        where(file, call): keys_of_pattern(call.args[0], file)
        for file, call in calls("say")
        if isinstance(call.args[0], ast.JoinedStr)
    }
    assert all(meant.values()), meant


def test_no_text_is_left_that_nobody_says():
    assert set(SENTENCES) - named_keys() - {key for key in SENTENCES if "." in key} == set()


def test_codes_are_named_one_by_one_and_no_others():
    named = {key for key in SENTENCES if "." in key}
    assert named == {f"{kind}.{code}" for kind, codes in KINDS.items() for code in codes}


def test_every_kind_of_code_is_asked_for():
    assert kinds_in_code() >= set(KINDS)


def test_every_kind_of_code_asked_for_by_name_exists():
    asked = {call.args[0].value for _, call in calls("say_code") if isinstance(call.args[0], ast.Constant)}
    assert asked <= set(KINDS)


def test_no_japanese_text_has_a_run_of_four_latin_words():
    plain = {
        key: QUOTED_OR_LINKED.sub("。", re.sub(r"{\w+}", "。", text["ja"])) for key, text in SENTENCES.items()
    }
    assert {key: text for key, text in plain.items() if FOUR_LATIN_WORDS.search(text)} == {}


def test_a_japanese_text_is_japanese_unless_it_is_a_name():
    foreign = {key for key, text in SENTENCES.items() if not JAPANESE.search(text["ja"])}
    spoken = {key for key in foreign if re.search("[A-Za-z]", re.sub(r"{\w+}", "", SENTENCES[key]["ja"]))}
    assert {key for key in spoken if SENTENCES[key]["ja"] != SENTENCES[key]["en"]} == set()


def test_no_text_is_unfinished_or_speaks_like_a_program():
    assert {key: text for key, text in SENTENCES.items() if any(map(UNFINISHED.search, text.values()))} == {}


def test_no_japanese_sentence_stands_in_the_code_of_pages():
    found = {
        where(file, node): node.value
        for file in python_files(
            "app.py", "pages", "cluster_map/ui", "cluster_map/fragments", "cluster_map/maps"
        )
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and JAPANESE.search(node.value)
    }
    assert found == {}
