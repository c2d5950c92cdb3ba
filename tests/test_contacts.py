"""Whom to contact around a place, as backed as the reader asks; against the shipped data."""

from dataclasses import fields

import pytest

from cluster_map.atlas import Atlas
from cluster_map.contacts import Contacts, contacts
from cluster_map.domain import Evidence
from cluster_map.store import open_store

ATLAS = Atlas(open_store())
SHIZUOKA, SECTORS, HOME = "22", ("environment-energy",), "DE"
LISTS = ("clusters", "nearby", "bodies", "home_offices", "buyers", "tie_ups", "help", "platforms")


def test_every_list_of_contacts_is_looked_at_here():
    assert {field.name for field in fields(Contacts)} == {*LISTS, "prefecture", "office"}


@pytest.mark.parametrize("evidence", Evidence)
def test_who_is_named_is_backed_as_asked(evidence):
    found = contacts(ATLAS, SHIZUOKA, SECTORS, HOME, (evidence,))
    named = [record for name in LISTS for record in getattr(found, name)]
    assert {record["evidence"] for record in [*named, *filter(None, [found.office])]} <= {evidence}


def test_both_kinds_of_evidence_together_name_whom_each_names():
    each = [contacts(ATLAS, SHIZUOKA, SECTORS, HOME, (e,)) for e in (Evidence.PAGE, Evidence.SEED)]
    both = contacts(ATLAS, SHIZUOKA, SECTORS, HOME, (Evidence.PAGE, Evidence.SEED))
    for name in ("clusters", "home_offices", "buyers", "tie_ups", "help", "platforms"):
        assert len(getattr(both, name)) == sum(len(getattr(one, name)) for one in each), name
