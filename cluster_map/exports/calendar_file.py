"""Fairs with days on file as an iCalendar file (RFC 5545); a fair of usual months alone is never in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, Precision
from cluster_map.exports import origin
from cluster_map.profiles import dated
from cluster_map.text import say, say_code

if TYPE_CHECKING:
    from icalendar import Event

FILE_NAME = "cluster-map-japan-fairs.ics"
MEDIA_TYPE = "text/calendar"


def fairs_calendar(atlas: Atlas, fairs: Iterable[Record], language: Language, made: datetime) -> bytes:
    """One all-day event a dated fair, in one language. ``made`` is when the file is written, in UTC."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Cluster Map Japan//{atlas.store.data_version}//{language.upper()}")
    calendar.add("version", "2.0")
    for fair in dated(fairs):
        event = _event(atlas, fair, language)
        event.add("dtstamp", made)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(atlas: Atlas, fair: Record, language: Language) -> Event:
    from icalendar import Event

    first = date.fromisoformat(fair["start_date"])
    last = date.fromisoformat(fair["end_date"] or fair["start_date"])
    spoken = {"language": str(language)}
    event = Event()
    # one edition keeps its uid in both languages and when its days move within a month
    event.add("uid", f"{fair['exhibition_id']}-{first:%Y-%m}@cluster-map-japan")
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the first day after it: the end of an event is exclusive
    event.add("summary", fair[f"name_{language}"], spoken)
    place = (fair[f"venue_{language}"], fair[f"city_{language}"])
    event.add("location", ", ".join(part for part in place if part), spoken)
    if fair["precision"] == Precision.SITE:
        event.add("geo", (fair["lat"], fair["lon"]))
    event.add("transp", "TRANSPARENT")  # a fair to know of does not make its reader busy
    event.add("description", _description(atlas, fair, language), spoken)
    if fair["website"]:
        event.add("url", fair["website"])
    return event


def _description(atlas: Atlas, fair: Record, language: Language) -> str:
    """Where the days come from and how far they are backed."""
    source = say("event_source", language, source=origin.source_words(atlas, fair, language))
    evidence = say_code("evidence", fair["evidence"], language)
    return "\n".join((f"{source} ({evidence})", say("event_check", language)))
