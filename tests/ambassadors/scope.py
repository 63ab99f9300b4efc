"""What the scope matrix is tried on: a row of each kind in several communes, and the ways people have to reach it."""

import uuid
from dataclasses import dataclass, field

from django.test import Client

from ambassadors.models import TrainingSession
from lms.actions.complaints import receive_complaint
from lms.actions.roles import grant_role
from lms.models import Certificate, SetAsideItem
from lms.models.certificates import CERTIFICATE_CODE_LENGTH
from lms.models.people import CODE_ALPHABET
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
    "venue": "/admin/venue/",
    "zone": "/admin/zone/",
}
PAGES = dict.fromkeys(("school", "ambassador"), "inspect/{}/") | dict.fromkeys(
    ("session", "note", "group", "complaint", "certificate", "set_aside"), "{}/"
)
# One decision that can be taken on a row's page: (what is sent, whether it was taken).
DECISIONS = {
    "note": ({"state": "closed", "reason": "ចប់", "seen": "new"}, lambda row: row.state == "closed"),
    "complaint": ({"decision": "look_at"}, lambda row: row.state == "looked_at"),
    "certificate": ({"decision": "revoke", "reason": "ច្រឡំ"}, lambda row: row.is_revoked),
    "set_aside": ({"deal_with": "1"}, lambda row: row.dealt_with_at is not None),
}
# One change that a form can make: (input, what is typed, where it is read again).
CHANGES = {
    "ambassador": ("given_name_km", "ស្រីពៅ", lambda row: row.person.given_name_km),
    "plan": ("note", "យកក្រដាសមក", lambda row: row.note),
    "announcement": ("title_km", "ប្រជុំថ្មី", lambda row: row.title_km),
    "school": ("contact_name", "អ្នកគ្រូ", lambda row: row.contact_name),
    "venue": ("name_km", "សាលាថ្មី", lambda row: row.name_km),
    "zone": ("ssid", "Sala New", lambda row: row.ssid),
}
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


def rows_in(commune):
    name = f"សាលា {commune.name_latin}"
    venue = make.venue(area=commune, name_km=name, name_en=name)
    person = make.person(given_name_km=commune.name_latin, nickname="")
    ambassador = make.ambassador(area=commune, person=person)
    return {
        "venue": venue,
        "ambassador": ambassador,
        "school": make.school(venue=venue),
        "session": make.training_session(venue=venue, ambassador=ambassador),
        "note": make.issue_note(venue=venue, ambassador=ambassador),
        "plan": make.plan(venue=venue, ambassador=ambassador),
        "group": make.learner_group(ambassador=ambassador),
        "announcement": make.announcement(area=commune),
        "zone": make.zone(venue=make.venue(area=commune, kind="wifi-zone")),
        "complaint": receive_complaint(
            id=uuid.uuid4(), category="money", text="គេសុំលុយ", language="km", area=commune
        ),
        "certificate": Certificate.objects.create(
            code=CODE_ALPHABET[commune.pk % len(CODE_ALPHABET)] * CERTIFICATE_CODE_LENGTH,
            person=make.person(commune=commune),
            course_key=uuid.uuid4(),
            course_title_km="វគ្គ",
            name_km="សុខា",
        ),
        "set_aside": SetAsideItem.objects.create(
            user=person.user, raw="{}", reason="damaged", fingerprint=commune.code
        ),
    }


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
        return {row.pk for row in answer.context["object_list"]}
    assert answer.status_code in REFUSED
    return None


def sees(browser, thing, row, keys):
    """Whether a row is among the keys of its list; its page, if it has one, must agree."""
    found = row.pk in (keys or ())
    if thing in PAGES:
        status = browser.get(ROWS[thing] + PAGES[thing].format(row.pk)).status_code
        assert (status == 200) == found
        assert status == 200 or status in REFUSED
    return found


def edits(world, browser, thing, row):
    """Whether a change to a row is taken; opening the form to change it, and sending it, must agree."""
    if thing not in DECISIONS | CHANGES:
        return False
    if thing in DECISIONS:
        sent, is_taken = DECISIONS[thing]
        browser.post(f"{ROWS[thing]}{row.pk}/", sent)
        return is_taken(type(row).objects.get(pk=row.pk))
    name, words, read = CHANGES[thing]
    path = f"{ROWS[thing]}edit/{row.pk}/"
    opened = browser.get(path).status_code
    sent = browser.post(path, world.form(path) | {name: words}).status_code
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
    return {"school": rows["venue"].code, "ambassador": str(rows["ambassador"])}.get(
        thing, str(rows[thing].pk)
    )
