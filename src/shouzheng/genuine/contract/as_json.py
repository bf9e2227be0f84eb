"""A contract's reading as data for ``--json``. The clauses' own words are in it: keep the output private."""

from __future__ import annotations

from shouzheng.genuine.as_json import words_as_json
from shouzheng.genuine.contract.law import LawSaid
from shouzheng.genuine.contract.reading import ContractReading, Place

SCHEMA = 1


def contract_as_json(reading: ContractReading) -> dict[str, object]:
    """Return the reading, ready for ``json``; articles only where they may be cited."""
    return {
        "schema": SCHEMA,
        "lender": reading.lender,
        "signed": reading.signed.isoformat() if reading.signed else None,
        "law_of": reading.law_of.isoformat(),
        "clauses": [
            {
                "topic": clause.name,
                "title": words_as_json(clause.title),
                "places": [_place(place) for place in clause.places],
                "places_not_shown": clause.more,
                "law": [_law(said) for said in clause.law],
                "ask": words_as_json(clause.ask),
            }
            for clause in reading.clauses
        ],
        "checklist": [
            {
                "item": item.name,
                "title": words_as_json(item.title),
                "place": _place(item.place) if item.place else None,
                "law": [_law(said) for said in item.law],
                "ask": words_as_json(item.ask),
            }
            for item in reading.items
        ],
        "characters_not_read": reading.document.left_out,
        "pages_not_read": reading.document.pages_left_out,
        "law": reading.law_hash,
        "lexicon": reading.lexicon_hash,
    }


def _place(place: Place) -> dict[str, object]:
    return {"span": [place.span.start, place.span.end], "page": place.page, "text": place.text}


def _law(said: LawSaid) -> dict[str, object]:
    provision, instrument = said.provision, said.instrument
    return {
        "provision": provision.id,
        "instrument": words_as_json(instrument.title),
        "article": provision.article if provision.citable else None,
        "gist": words_as_json(provision.gist),
        "force": instrument.force.value,
        "verification": provision.verified.value,
        "binds_everybody": said.general,
    }
