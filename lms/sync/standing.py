"""Whether somebody worked in a role when something was made: the app whose people they are says so."""

from lms.roles import PERMISSIONS

_rules = {}


def ask(role, rule):
    """Has `rule(user, moment)` asked about whoever holds this role: a ValidationError says that they did not work then.

    Called by an app above, in its `sync.py`.
    """
    _rules[role] = rule


def check_may_hand_in(*, by, permission, area, made_at):
    """Raises the ValidationError of the role that alone lets `by` do something in an area and was not worked in then.

    Whoever holds `permission` there in another role as well is asked nothing.
    """
    above = area.ancestors
    roles = {
        held.role
        for held in by.role_assignments
        if permission in PERMISSIONS[held.role] and held.area in above
    }
    if by.is_superuser or not roles <= _rules.keys():
        return
    for role in roles:
        _rules[role](by, made_at)
