"""The OpenAPI document of the service, made from the same field lists that read the requests."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.gate.fields import Schema, schema_of
from shouzheng.gate.reading_requests import OUTCOME, PLANNED, STANDING, WISH, stateable
from shouzheng.gate.service.requests import REVIEW
from shouzheng.rulebook.files.facts import FactDefinition, FactType

_Json = dict[str, object]
_WORDS: Schema = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["code", "what", "why", "repair"],
    "properties": {
        "code": {"type": "string", "pattern": "^SZ-[0-9]{4}$"},
        "where": {"type": "string"},
        "what": _WORDS,
        "why": _WORDS,
        "repair": _WORDS,
    },
}
_PROBLEMS: Schema = {
    "type": "object",
    "required": ["problems"],
    "properties": {"problems": {"type": "array", "items": _PROBLEM}},
}
_ANSWER: Schema = {
    "type": "object",
    "required": ["decision", "until", "id", "key", "rules_judged", "rules_total", "reasons", "undecided", "law"],
    "properties": {
        "decision": {"type": "string", "enum": ["allow", "hold", "refuse", "ask_a_person"]},
        "until": {"type": ["string", "null"], "description": "first time at which it would be allowed, judged again"},
        "id": {"type": "string"},
        "key": {"type": "string"},
        "reservation": {
            "type": ["object", "null"],
            "properties": {"from": {"type": "integer"}, "valid_until": {"type": "integer"}},
        },
        "rules_judged": {"type": "integer"},
        "rules_total": {"type": "integer"},
        "coverage": _WORDS,
        "law": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "object"}},
        "undecided": {"type": ["array", "null"], "items": {"type": "object"}},
    },
}
_DONE: Schema = {"type": "object", "required": ["done"], "properties": {"done": {"type": "boolean"}}}
_BATCH: Schema = {
    "type": "object",
    "required": ["requests"],
    "additionalProperties": False,
    "properties": {
        "requests": {
            "type": "array",
            "minItems": 1,
            "maxItems": 500,
            "items": {"$ref": "#/components/schemas/PlannedContact"},
        }
    },
}
_ANSWERS: Schema = {
    "type": "object",
    "required": ["answers"],
    "properties": {"answers": {"type": "array", "items": {"anyOf": [_ANSWER, _PROBLEMS]}}},
}


_HEALTH: Schema = {
    "type": "object",
    "required": ["ok", "law", "durability"],
    "properties": {"ok": {"const": True}, "law": {"type": "string"}, "durability": {"type": "string"}},
}
_DOCUMENT: Schema = {"type": "object", "required": ["openapi", "info", "paths", "components"]}


def document(facts: Mapping[str, FactDefinition], version: str) -> _Json:
    """Return the whole document as JSON values."""
    bodies = {
        "PlannedContact": _planned(facts),
        "Outcome": schema_of(OUTCOME, "what became of an allowed contact"),
        "Wish": schema_of(WISH, "what a person wants, with proof and date"),
        "Standing": schema_of(STANDING, "a fact stated once for a creditor, agency, debt or person"),
        "Draft": schema_of(REVIEW, "a text to be looked at before anybody gets it"),
        "Batch": _BATCH,
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shouzheng gate",
            "version": version,
            "description": "May this contact be made? Every answer names rule, article and facts, and what is missing.",
        },
        "paths": {
            "/v1/decisions": _post("decide and reserve", "PlannedContact", _ANSWER),
            "/v1/decisions/batch": _post("several, in their order, one commit", "Batch", _ANSWERS),
            "/v1/outcomes": _post("close a reservation", "Outcome", _DONE),
            "/v1/wishes": _post("enter a person's wish", "Wish", _DONE),
            "/v1/standing": _post("state a fact once", "Standing", _DONE),
            "/v1/review": _post(
                "look at a text", "Draft", {"type": "object", "required": ["passes", "refused", "required", "against"]}
            ),
            "/health": {"get": _get("alive and able to write", "application/json", _HEALTH, open_to_all=True)},
            "/metrics": {"get": _get("counters for Prometheus", "text/plain", {"type": "string"})},
            "/openapi.json": {"get": _get("this document", "application/json", _DOCUMENT, open_to_all=True)},
        },
        "components": {
            "schemas": bodies,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


_ABOUT = {
    "number": "the caller's number or sender's name as the person sees it, stored in clear; never the called number",
    "line": "your own id of the line that would be called; stored as a pseudonym",
    "person": "who would be contacted; with the role debtor the same id as debtor",
    "debtor": "whose debt it is about",
}


def _planned(facts: Mapping[str, FactDefinition]) -> Schema:
    made = schema_of(PLANNED, "one contact that somebody means to make")
    stated = {name: _fact(facts[name]) for name in sorted(stateable(facts))}
    properties = made["properties"]
    if isinstance(properties, dict):
        for name, about in _ABOUT.items():
            properties[name] = {**properties[name], "description": about}
        properties["stated"] = {"type": "object", "additionalProperties": False, "properties": stated}
    return {**made, "not": {"required": ["text", "template"]}}


def _fact(fact: FactDefinition) -> Schema:
    described: Schema = {"description": f"{fact.label.zh} / {fact.label.en}"}
    if fact.type is FactType.BOOL:
        return {**described, "type": "boolean"}
    if fact.type is FactType.INT:
        return {**described, "type": "integer", "minimum": fact.low, "maximum": fact.high}
    return {**described, "type": "string", "enum": list(fact.values)}


def _post(summary: str, body: str, answer: Schema) -> _Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
    refused = {str(status): _answer(text, _PROBLEMS) for status, text in _REFUSED.items()}
    operation = {
        "summary": summary,
        "requestBody": {"required": True, "content": content},
        "responses": {"200": _answer("done", answer), **refused},
    }
    return {"post": operation}


_REFUSED = {
    400: "no JSON, too deep, or a key twice",
    401: "no valid key",
    403: "the key is not for this agency or use",
    404: "no such decision, wish or template",
    408: "the request did not arrive in time",
    409: "the key of the request was used for another one, or the outcome was reported",
    413: "too large",
    422: "a field is missing, unknown or wrong",
    429: "probed too often",
    503: "the ledger is not available: do not make the contact, try again with the same key",
}


def _get(summary: str, media_type: str, schema: Schema, *, open_to_all: bool = False) -> _Json:
    # without a key there is nothing to refuse; what looks at the ledger may find that it is not there
    statuses = (503,) if open_to_all else (401, 403)
    refused = {str(status): _answer(_REFUSED[status], _PROBLEMS) for status in statuses}
    operation: _Json = {
        "summary": summary,
        "responses": {"200": {"description": "it", "content": {media_type: {"schema": schema}}}, **refused},
    }
    return {**operation, "security": []} if open_to_all else operation


def _answer(text: str, schema: Schema) -> _Json:
    return {"description": text, "content": {"application/json": {"schema": schema}}}
