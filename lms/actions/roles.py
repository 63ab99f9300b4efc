"""Giving and taking roles; the groups that carry their permissions in the staff pages."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from lms import roles
from lms.models import RoleAssignment

EDITOR_PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]


def group_of(role):
    """The staff group behind a role, named by its code."""
    return Group.objects.get_or_create(name=role)[0]


@transaction.atomic
def set_up_groups():
    """Makes one group per role with just the permissions of `roles.PERMISSIONS`; safe to repeat.

    Raises LookupError naming a permission that does not exist.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    if missing := {name for names in roles.PERMISSIONS.values() for name in names} - known.keys():
        raise LookupError(
            f"No permission {', '.join(sorted(missing))}: run migrate first, or correct lms/roles.py."
        )
    for role, names in roles.PERMISSIONS.items():
        group_of(role).permissions.set([known[name] for name in names])
    editors = group_of("editor")
    root = Page.get_first_root_node()
    for permission in _permissions("wagtailcore", EDITOR_PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    files = Collection.get_first_root_node()
    # Wagtail asks for these of its own image model, whichever model holds the pictures.
    for permission in (
        *_permissions("wagtailimages", ["add_image", "change_image", "choose_image"]),
        *_permissions("wagtaildocs", ["add_document", "change_document", "choose_document"]),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=editors, collection=files, permission=permission
        )


def _permissions(app, codenames):
    return Permission.objects.filter(content_type__app_label=app, codename__in=codenames)


@transaction.atomic
def grant_role(*, user, role, area, by, partner=None):
    """Gives a user a role in an area and everything below it; giving it twice changes nothing."""
    assignment, is_new = RoleAssignment.objects.get_or_create(
        user=user, role=role, area=area, defaults={"granted_by": by, "partner": partner}
    )
    user.groups.add(group_of(role))
    user.__dict__.pop("role_assignments", None)
    if is_new:
        log(assignment, "wagtail.create", user=by)
    return assignment


@transaction.atomic
def revoke_role(*, assignment, by):
    """Takes a role away at once; what the user did under it stays."""
    user, role = assignment.user, assignment.role
    log(assignment, "wagtail.delete", user=by, deleted=True)
    assignment.delete()
    if not user.roles.filter(role=role).exists():
        user.groups.remove(group_of(role))
