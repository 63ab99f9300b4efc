"""Who may open the review pages."""

from functools import wraps

from django.core.exceptions import PermissionDenied

REVIEW = "ambassadors.review_trainingsession"
TASKS = "ambassadors.view_stafftask"
SET_ASIDE = "lms.view_setasideitem"
SET_POLICY = "ambassadors.change_reviewpolicy"


def may(user, permission):
    return user.is_active and (user.is_superuser or bool(user.areas_with(permission)))


def may_review(user):
    return may(user, REVIEW)


def may_see_tasks(user):
    return may(user, TASKS)


def may_see_set_aside(user):
    return may(user, SET_ASIDE)


def may_set_policy(user):
    return may(user, SET_POLICY)


def only(allowed):
    """Decorates a view for those of whom `allowed(user)` is true; the rows it shows keep to their area besides."""

    def decorated(view):
        @wraps(view)
        def page(request, *args, **kwargs):
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return decorated
