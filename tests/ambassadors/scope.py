"""The ways people have to reach the rows that the scope matrix is tried on (tests/ambassadors/scope_rows.py)."""

from dataclasses import dataclass, field

from django.test import Client

from ambassadors.models import TrainingSession
from lms.actions.roles import grant_role
from lms.models import KnownApart, SubmitKey
from tests import factories as make

ROWS = {
    "session": "/admin/training-sessions/",
    "ambassador": "/admin/ambassadors/",
    "school": "/admin/schools/",
    "note": "/admin/issue-notes/",
    "plan": "/admin/planned-sessions/",
    "group": "/admin/learner-groups/",
    "announcement": "/admin/announcements/",
    "complaint": "/admin/complaints/",
    "certificate": "/admin/certificates/",
    "set_aside": "/admin/set-aside/",
    "application": "/admin/applications/",
    "task": "/admin/review/tasks/",
    "spot_check": "/admin/review/spot-checks/",
    "pair": "/admin/people/duplicates/",
    "merge": "/admin/people/merges/",
    "phones": "/admin/people/phones/",
    "venue": "/admin/venue/",
    "zone": "/admin/zone/",
    "access_point": "/admin/accesspoint/",
    "source": "/admin/usagesource/",
    "usage": "/admin/usageday/",
    "observation": "/admin/observationcount/",
}
# Lists of our own; what is in the others is their `object_list`.
LISTED = {
    "task": lambda context: [task for task, _text, _may_close in context["rows"]],
    "spot_check": lambda context: context["page"],
    "pair": lambda context: [first for first, _second in context["pairs"]],
    "merge": lambda context: context["page"],
}
PAGES = dict.fromkeys(("school", "ambassador"), "inspect/{}/") | dict.fromkeys(
    ("session", "note", "group", "complaint", "certificate", "set_aside", "application", "phones"), "{}/"
)
# Where a decision is sent that is taken in the list.
DECIDED_AT = {
    "task": "/admin/review/tasks/{}/close/",
    "spot_check": "/admin/review/spot-checks/{}/",
    "merge": "/admin/people/merges/{}/undo/",
}
# One decision that can be taken on a row's page: (what is sent, whether it was taken).
DECISIONS = {
    "note": ({"state": "closed", "reason": "ចប់", "seen": "new"}, lambda row: row.state == "closed"),
    "complaint": ({"decision": "look_at"}, lambda row: row.state == "looked_at"),
    "certificate": ({"decision": "revoke", "reason": "ច្រឡំ"}, lambda row: row.is_revoked),
    "set_aside": ({"deal_with": "1"}, lambda row: row.dealt_with_at is not None),
    "application": ({"decision": "refuse", "reason": "ឆ្ងាយ"}, lambda row: row.state == "refused"),
    "task": ({"note": "បានសួរ"}, lambda row: not row.is_open),
    "spot_check": ({"result": "confirmed"}, lambda row: row.result == "confirmed"),
    "pair": ({"apart": "1"}, lambda row: KnownApart.objects.filter(first=row).exists()),
    "merge": ({}, lambda row: row.undone_at is not None),
    "phones": (
        lambda row: {"phone": row.learners.get().pk},
        lambda row: not SubmitKey.objects.filter(learner__person=row, revoked_at=None).exists(),
    ),
}
# One change that a form can make: (input, what is typed, where it is read again).
CHANGES = {
    "ambassador": ("given_name_km", "ស្រីពៅ", lambda row: row.person.given_name_km),
    "plan": ("note", "យកក្រដាសមក", lambda row: row.note),
    "announcement": ("title_km", "ប្រជុំថ្មី", lambda row: row.title_km),
    "school": ("contact_name", "អ្នកគ្រូ", lambda row: row.contact_name),
    "venue": ("name_km", "សាលាថ្មី", lambda row: row.name_km),
    "zone": ("ssid", "Sala New", lambda row: row.ssid),
    "access_point": ("model", "R2", lambda row: row.model),
}
# A form inside a form, left as it is.
UNCHANGED = {"access_point": {"identities-TOTAL_FORMS": "0", "identities-INITIAL_FORMS": "0"}}
REFUSED = {302, 403, 404}


@dataclass(frozen=True)
class World:
    """Areas by name; {commune: {thing: row}}; an administrator's browser, and the forms it has been shown."""

    areas: dict
    rows: dict
    administrator: Client
    forms: dict = field(default_factory=dict)

    def form(self, path):
        """{input: text} of the form at an address, as it would be sent if nothing was changed in it."""
        if path not in self.forms:
            form = self.administrator.get(path).context["form"]
            values = {name: form[name].value() for name in form.fields}
            self.forms[path] = {
                name: "" if value is None else value for name, value in values.items() if value is not False
            }
        return self.forms[path]


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


def holder(*roles):
    """The browser of somebody who holds some roles, each in its area."""
    user = make.user()
    for role, area in roles:
        grant_role(user=user, role=role, area=area, by=None)
    return browser_of(user)


def listed(browser, thing):
    """Keys of the rows in a list; None where it is refused."""
    answer = browser.get(ROWS[thing])
    if answer.status_code == 200:
        rows = LISTED[thing](answer.context) if thing in LISTED else answer.context["object_list"]
        return {row.pk for row in rows}
    assert answer.status_code in REFUSED
    return None


def page_of(thing, row):
    """The address of a row's page; "" where it has none."""
    if thing == "pair":
        return f"/admin/people/compare/{row.pk}/{row.twin.pk}/"
    return ROWS[thing] + PAGES[thing].format(row.pk) if thing in PAGES else ""


def sees(browser, thing, row, keys):
    """Whether a row is among the keys of its list; its page, if it has one, must agree."""
    found = row.pk in (keys or ())
    if page := page_of(thing, row):
        status = browser.get(page).status_code
        assert (status == 200) == found
        assert status == 200 or status in REFUSED
    return found


def edits(world, browser, thing, row):
    """Whether a change to a row is taken; opening the form to change it, and sending it, must agree."""
    if thing not in DECISIONS | CHANGES:
        return False
    if thing in DECISIONS:
        sent, is_taken = DECISIONS[thing]
        path = DECIDED_AT[thing].format(row.pk) if thing in DECIDED_AT else page_of(thing, row)
        browser.post(path, sent(row) if callable(sent) else sent)
        return is_taken(type(row).objects.get(pk=row.pk))
    name, words, read = CHANGES[thing]
    path = f"{ROWS[thing]}edit/{row.pk}/"
    opened = browser.get(path).status_code
    sent = browser.post(path, world.form(path) | UNCHANGED.get(thing, {}) | {name: words}).status_code
    is_changed = read(type(row).objects.get(pk=row.pk)) == words
    assert opened in ({200} if is_changed else REFUSED)
    assert sent in ({302} if is_changed else REFUSED)
    return is_changed


def verifies(browser, session):
    path = f"{ROWS['session']}{session.pk}/"
    browser.post(path, {"decision": "verify", "seen": session.version})
    return TrainingSession.objects.get(pk=session.pk).status == "verified"


def exported(browser, thing):
    """The file of a list as text; None where none is handed out."""
    answer = browser.get(ROWS[thing], {"export": "csv"})
    return answer.text if answer["Content-Type"].startswith("text/csv") else None


def mark(thing, rows):
    """What tells in a file that a row is in it."""
    marks = {
        "school": rows["venue"].code,
        "ambassador": str(rows["ambassador"]),
        "usage": rows["zone"].code,
        "observation": rows["zone"].code,
    }
    return marks.get(thing, str(rows[thing].pk))
