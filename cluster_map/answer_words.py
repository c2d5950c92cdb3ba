"""Answers of the advisers in words: names for codes and ids, amounts as people say them. Pure."""

from collections.abc import Mapping
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.coverage import buyers
from cluster_map.domain import Language
from cluster_map.money import yen
from cluster_map.questions import QUESTIONS, SECTOR, Kind, Question
from cluster_map.text import say, say_code

CODES: Mapping[str, str] = {
    "offer": "offer",
    "tier": "tier",
    "category": "category",
    "local_presence": "local_presence",
    "home": "home",
    "risk": "risk",
    "finance": "finance",
    "layers": "map_layer",
    "families": "family",
    "applicant_type": "applicant_type",
    "participants_sme": "sme_proof",
    "cost_items": "cost_item",
    "form": "legal_form",
    "support_needs": "support_need",
}
"""Question -> the kind under which the names of its options stand in the texts."""

AMOUNTS = frozenset({"ticket_jpy", "capital_jpy"})
MONTHS = "horizon_months"


def answer_in_words(atlas: Atlas, name: str, answer: Any, language: Language) -> str:
    """An answer to a question of ``QUESTIONS``, or to ``sector``."""
    question = SECTOR if name == "sector" else QUESTIONS[name]
    match question.kind:
        case Kind.SEVERAL:
            separator = "、" if language is Language.JAPANESE else ", "
            return separator.join(_named(atlas, name, question, code, language) for code in answer)
        case Kind.ONE | Kind.KNOWN | Kind.COUNTRY:
            return _named(atlas, name, question, answer, language)
        case Kind.FLAG:
            return say("answer_yes" if answer else "answer_no", language)
        case Kind.DATE:
            return str(answer)
        case Kind.WHOLE | Kind.NUMBER:
            if name in AMOUNTS:
                return yen(answer, language)
            return say("months", language, months=answer) if name == MONTHS else f"{answer:,}"


def _named(atlas: Atlas, name: str, question: Question, code: str, language: Language) -> str:
    if name in CODES:
        return say_code(CODES[name], code, language)
    record = _records(atlas, name, question).get(code)
    return record[f"name_{language}"] if record else code  # a country that no record of ours names


def _records(atlas: Atlas, name: str, question: Question) -> Mapping[str, Record]:
    if name == "sector":
        return atlas.sectors
    if question.kind is Kind.COUNTRY:
        return atlas.countries
    if name == "entity_id":
        return buyers(atlas.store)
    if name == "industry_id":
        return atlas.store.by_key("sme_definitions")
    return atlas.store.by_key("relationship_services")
