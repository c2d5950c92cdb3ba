"""What the route adviser says beside its numbers: what a change means, and where a rule is grounded. Pure."""

from cluster_map.answer_words import answer_in_words
from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.procurement import Flip
from cluster_map.text import say, say_code


def flip_in_words(atlas: Atlas, flip: Flip, language: Language) -> str:
    """The changed answer with its question; which route it puts first stands beside it."""
    question = say_code("question", flip.question, language)
    answer = answer_in_words(atlas, flip.question, flip.answer, language)
    return say("flip", language, question=question, answer=answer)


def quoted_words(atlas: Atlas, rule: Record, language: Language) -> str | None:
    """The words of the founding document that ground a rule, with their place; ``None`` without any."""
    if not rule["seed_locator"]:
        return None
    document_id, _, place = rule["seed_locator"].partition(" ")
    document = atlas.documents[document_id][f"title_{language}"]
    section = place.removeprefix("section ").split(" ")[0]
    return say("quoted_from", language, document=document, place=section, words=rule["seed_anchor"])
