"""An item is owned by a Learner or by a User; both have the same way through."""

from lms.models import Learner, User


def owner_fields(owner):
    """{field: value} of a row that belongs to a Learner or a User, or to nobody when `owner` is None."""
    is_learner = isinstance(owner, Learner)
    return {"learner": owner if is_learner else None, "user": None if is_learner else owner}


def locked(owner):
    """The owner as stored now; nobody else's items of the same owner are taken in meanwhile."""
    # Asked by kind and not by type: a request's user is a proxy, which has no manager.
    model = Learner if isinstance(owner, Learner) else User
    return model.objects.select_for_update().get(pk=owner.pk)


def owns(owner, row):
    """True when a row with `learner` and `user` is this owner's."""
    return row.learner_id == owner.pk if isinstance(owner, Learner) else row.user_id == owner.pk
