"""How users sign in with a password: everywhere alike, in the field pages and in the admin."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lms.actions.tries import Locked, claim_try, forget_tries
from lms.models import User


class PasswordBackend(ModelBackend):
    """Django's own, with a lock for each account after too many wrong passwords (people-and-safety.md).

    A locked account, an unknown name and a wrong password get the same answer after the same time: one hash.
    """

    def authenticate(self, request, username=None, password=None, **fields):
        username = fields.get(User.USERNAME_FIELD, username)
        if username is None or password is None:
            return None
        try:
            user = claim_try(User.objects.filter(username=username), at=timezone.now())
        except Locked:
            user = None
        if user is None:
            make_password(password)
            return None
        if not (user.check_password(password) and self.user_can_authenticate(user)):
            return None
        forget_tries(user)
        return user
