"""The documented sign-ins of the demonstration: one user for every role, and one learner card."""

from django.contrib.auth.hashers import make_password

from lms.actions.roles import grant_role
from lms.demo.registry import SignIn
from lms.models import Area, Partner, RoleAssignment, User

DEMO_PASSWORD = "demo-sala-2026"  # noqa: S105 meant to be known
DEMO_PIN = "2468"
DEMO_CARD = "KRAMA7"

Role = RoleAssignment.Role
# (user name, name, role, codes of areas). The two coordinators share the province between them.
STAFF = [
    ("demo-province", "កែវ សុជាតា", Role.PROVINCE_MANAGER, ["18"]),
    ("demo-municipal", "មាស វិបុល", Role.MUNICIPAL_MANAGER, ["1801"]),
    ("demo-monitoring", "លឹម រចនា", Role.ME_OFFICER, ["18"]),
    ("demo-coordinator-1", "ចាន់ សុភា", Role.COORDINATOR, ["1801", "1803", "1805"]),
    ("demo-coordinator-2", "ទេព ធារ៉ា", Role.COORDINATOR, ["1802", "1804", "1806"]),
    ("demo-editor", "ឈឹម កល្យាណ", Role.EDITOR, ["18"]),
    ("demo-operator", "ប៊ុន បូរី", Role.ZONE_OPERATOR, ["18"]),
    ("demo-viewer", "យឹម សុវណ្ណ", Role.COMMUNE_VIEWER, ["180214"]),
    ("demo-partner", "នួន ធីតា", Role.PARTNER, ["1801"]),
]


def load_staff(demonstration):
    make_users(
        demonstration,
        [(User(username=username, full_name=name), role, codes) for username, name, role, codes in STAFF],
    )


def make_users(demonstration, users):
    """Stores users given as (user, role, codes of areas), with the documented password; notes their sign-ins."""
    password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
    joined_at = demonstration.moment(demonstration.since)
    for user, _role, _codes in users:
        user.password, user.is_demo, user.date_joined = password, True, joined_at
    User.objects.bulk_create(user for user, _role, _codes in users)
    areas = {area.code: area for area in Area.objects.current(on=demonstration.until)}
    partner = Partner.objects.filter(is_demo=True, kind=Partner.Kind.NGO).order_by("pk").first()
    for user, role, codes in users:
        for code in codes:
            own = partner if role == Role.PARTNER else None
            grant_role(user=user, role=role, area=areas[code], by=None, partner=own)
        demonstration.sign_ins.append(
            SignIn(
                role=Role(role).label,
                name=user.username,
                secret=DEMO_PASSWORD,
                area=", ".join(f"{code} {areas[code].name_latin}" for code in codes),
            )
        )
    RoleAssignment.objects.filter(user__is_demo=True).update(granted_at=joined_at)


def note_learner_card(demonstration):
    demonstration.sign_ins.append(SignIn(role="learner (card)", name=DEMO_CARD, secret=DEMO_PIN, area=""))
