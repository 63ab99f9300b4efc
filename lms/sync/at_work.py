"""Whether somebody worked in a role when something was made: the app whose people they are says so."""

from lms.roles import PERMISSIONS

_rules = {}


def set_rule(role, rule):
    """Has `rule(user, moment)` called for whoever holds this role: a ValidationError says that they did not work then.

    Called by an app above, in its `sync.py`.
    """
    _rules[role] = rule


def check(*, by, permission, area, made_at):
    """Raises the ValidationError of a rule if `by` was not at work in the role that gives them the permission there.

    Whoever holds `permission` there also in a role without a rule is asked nothing.
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
