"""What xAPI 1.0.3 asks of a statement, written down from "xAPI-Data" (github.com/adlnet/xAPI-Spec), part 2, section 2.

Strict: a property the specification does not name is wrong too.
"""

import datetime as dt
import re
import uuid

VERBS = {"answered", "attempted", "completed", "passed", "failed"}
IRI = re.compile(r"https?://[^\s<>\"]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
INTERACTIONS = {"choice", "sequencing", "matching", "numeric", "fill-in", "other"}
COMPONENTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "matching": {"source", "target"},
    "numeric": set(),
    "fill-in": set(),
    "other": set(),
}


def check(statement):
    """Raises AssertionError where a statement is not one."""
    _keys(
        statement,
        need={"id", "actor", "verb", "object"},
        may={"result", "context", "timestamp", "stored"},
    )
    assert str(uuid.UUID(statement["id"])) == statement["id"]
    _actor(statement["actor"])
    _keys(statement["verb"], need={"id", "display"})
    assert IRI.fullmatch(statement["verb"]["id"])
    assert statement["verb"]["id"].removeprefix("http://adlnet.gov/expapi/verbs/") in VERBS
    _language_map(statement["verb"]["display"])
    _activity(statement["object"])
    _result(statement.get("result", {}), statement["object"])
    _context(statement["context"])
    assert _moment(statement["timestamp"]) <= _moment(statement["stored"])


def _keys(found, *, need=frozenset(), may=frozenset()):
    assert need <= found.keys() <= need | may, sorted(found)
    assert None not in found.values()


def _actor(actor):
    _keys(actor, need={"objectType", "account"})  # no name, no mbox, no other identifier
    assert actor["objectType"] == "Agent"
    _keys(actor["account"], need={"homePage", "name"})
    assert IRI.fullmatch(actor["account"]["homePage"])
    assert re.fullmatch(r"[0-9a-f]{32}", actor["account"]["name"])


def _activity(activity):
    _keys(activity, need={"objectType", "id", "definition"})
    assert activity["objectType"] == "Activity"
    assert IRI.fullmatch(activity["id"])
    definition = activity["definition"]
    _keys(definition, need={"type"}, may={"name", "interactionType", "choices", "source", "target"})
    assert IRI.fullmatch(definition["type"])
    _language_map(definition.get("name", {"km": "-"}))
    if "interactionType" in definition:
        assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
        components = COMPONENTS[definition["interactionType"]]
        assert definition.keys() & {"choices", "source", "target"} == components
        for name in components:
            ids = [component["id"] for component in definition[name]]
            assert len(set(ids)) == len(ids)
            for component in definition[name]:
                _keys(component, need={"id", "description"})
                assert not re.search(r"\s", component["id"])
                _language_map(component["description"])


def _result(result, activity):
    _keys(result, may={"score", "success", "completion", "response"})
    assert all(isinstance(result[name], bool) for name in ("success", "completion") if name in result)
    if "score" in result:
        score = result["score"]
        _keys(score, need={"scaled", "raw", "min", "max"})
        assert -1 <= score["scaled"] <= 1
        assert score["min"] <= score["raw"] <= score["max"]
        assert score["min"] < score["max"]
    if "response" in result:
        assert isinstance(result["response"], str)
        _response(result["response"], activity["definition"])


def _response(response, definition):
    def ids(name):
        return {component["id"] for component in definition[name]}

    match definition["interactionType"]:
        case "choice" | "sequencing":
            assert set(response.split("[,]")) <= ids("choices")
        case "matching":
            for pair in response.split("[,]"):
                source, target = pair.split("[.]")
                assert source in ids("source")
                assert target in ids("target")
        case "numeric":
            float(response)


def _context(context):
    _keys(context, need={"platform", "language", "revision"}, may={"contextActivities", "statement"})
    assert LANGUAGE.fullmatch(context["language"])
    assert isinstance(context["revision"], str)
    for name, activities in context.get("contextActivities", {}).items():
        assert name in {"parent", "grouping", "category", "other"}
        for activity in activities:
            _activity(activity)
    if "statement" in context:
        _keys(context["statement"], need={"objectType", "id"})
        assert context["statement"]["objectType"] == "StatementRef"
        uuid.UUID(context["statement"]["id"])


def _language_map(words):
    assert words
    for language, text in words.items():
        assert LANGUAGE.fullmatch(language)
        assert isinstance(text, str)
        assert text


def _moment(text):
    moment = dt.datetime.fromisoformat(text)
    assert moment.tzinfo is not None
    return moment
