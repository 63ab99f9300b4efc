"""Signing a phone in by a code that is shown once, and taking a sign-in away."""

import hashlib
from importlib import import_module

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import Ambassador, FieldSignIn, SignInCode
from ambassadors.models.sign_ins import CODE_TIME, SIGN_IN_TIME
from ambassadors.team.actions import may_give_password
from lms.models import SubmitKey


class CodeRefused(Exception):
    """The code is unknown, used, expired, or its user may not sign in by a code any more. Which is not said."""


@transaction.atomic
def make_sign_in_code(*, ambassador, by, at=None):
    """A code with which one phone signs in as an ambassador; returns its token, which is stored nowhere.

    Codes made before for the same ambassador are void. Raises PermissionDenied outside the area of `by`, and
    ValidationError for who has other roles as well.
    """
    at = at or timezone.now()
    if not Ambassador.objects.changeable_by(by).filter(pk=ambassador.pk).exists():
        raise PermissionDenied
    if not may_give_password(ambassador.person):
        raise ValidationError(_("This person has other roles as well: an administrator has to do this."))
    user, token = ambassador.person.user, SignInCode.new_token()
    user.sign_in_codes.filter(used_at=None).delete()
    user.sign_in_codes.create(
        token_sha256=SignInCode.sha256_of(token), made_by=by, made_at=at, expires_at=at + CODE_TIME
    )
    log(ambassador, "ambassadors.sign_in_code", user=by)
    return token


def code_of(*, token, browser, at=None):
    """The SignInCode of a token that may still be used by this browser. Raises CodeRefused; changes nothing.

    `browser` is a secret that only this browser holds.
    """
    code = SignInCode.objects.with_token(token, at).select_related("user__person").first()
    if code is None or not _may_use(code, browser):
        raise CodeRefused
    return code


@transaction.atomic
def use_sign_in_code(*, token, browser, label, at=None):
    """Uses a code up; returns the FieldSignIn. The same browser may come again with it: it gets the same sign-in.

    Raises CodeRefused.
    """
    at = at or timezone.now()
    code = (
        SignInCode.objects.with_token(token, at)
        .select_for_update(of=("self",))
        .select_related("user__person")
        .first()
    )
    if code is None or not _may_use(code, browser):
        raise CodeRefused
    if code.used_at is None:
        code.used_at, code.used_by_sha256 = at, _sha256(browser)
        code.save(update_fields=["used_at", "used_by_sha256"])
        return FieldSignIn.objects.create(
            user=code.user, code=code, label=label, made_at=at, last_used_at=at, expires_at=at + SIGN_IN_TIME
        )
    found = FieldSignIn.objects.in_force(at).filter(code=code).first()
    if found is None:  # revoked meanwhile
        raise CodeRefused
    return found


def _may_use(code, browser):
    if not code.user.is_active or code.user.person is None or not may_give_password(code.user.person):
        return False
    return bool(browser) and code.used_by_sha256 in ("", _sha256(browser))


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def note_password_sign_in(*, user, label, expires_at):
    """Remembers that an ambassador signed a phone in with the password; returns the FieldSignIn."""
    return FieldSignIn.objects.create(user=user, label=label, expires_at=expires_at)


def keep_session(*, sign_in, session_key, at=None):
    """Remembers on which browser session a sign-in hangs, and when it was used last."""
    FieldSignIn.objects.in_force(at).filter(pk=sign_in.pk).update(
        session_key=session_key or "", last_used_at=at or timezone.now()
    )


def keep_key_of(*, sign_in, key):
    """Remembers that a submit key was made under a sign-in, and leaves the phone with it."""
    sign_in.submit_keys.add(key)


@transaction.atomic
def revoke_sign_in(*, sign_in, by, at=None):
    """Ends a sign-in at once: its session, and the submit keys of that phone; returns the FieldSignIn.

    Work that waits on the phone stays there, and is sent after another sign-in. Raises PermissionDenied unless it is
    one's own, or that of an ambassador whom `by` is in charge of. Safe to repeat.
    """
    at = at or timezone.now()
    locked = FieldSignIn.objects.select_for_update().get(pk=sign_in.pk)
    in_charge = Ambassador.objects.changeable_by(by).filter(person__user=locked.user_id)
    if locked.user_id != by.pk and not in_charge.exists():
        raise PermissionDenied
    if locked.revoked_at is not None:
        return locked
    _end_session(locked.session_key)
    locked.revoked_at, locked.revoked_by, locked.session_key = at, by, ""
    locked.save(update_fields=["revoked_at", "revoked_by", "session_key"])
    SubmitKey.objects.filter(pk__in=locked.submit_keys.values("pk")).revoke(at)
    log(locked.user, "ambassadors.sign_in_revoked", user=by, data={"phone": locked.label})
    return locked


def sign_out(*, sign_in, at=None):
    """The phone signs out; its submit keys go on handing in what it still keeps."""
    FieldSignIn.objects.in_force(at).filter(pk=sign_in.pk).update(
        signed_out_at=at or timezone.now(), session_key=""
    )


@transaction.atomic
def forget_old_sign_ins(*, at=None):
    """Deletes sign-ins that were over for ninety days, when no submit key of theirs hands in any more, and codes that
    nobody used in time; returns how many sign-ins.
    """
    at = at or timezone.now()
    SignInCode.objects.filter(expires_at__lte=at, sign_in=None).delete()
    long_ago = at - SIGN_IN_TIME
    over = Q(expires_at__lte=long_ago) | Q(revoked_at__lte=long_ago) | Q(signed_out_at__lte=long_ago)
    _rows, by_model = FieldSignIn.objects.filter(over).delete()
    return by_model.get(FieldSignIn._meta.label, 0)


def _end_session(session_key):
    if session_key:
        import_module(settings.SESSION_ENGINE).SessionStore(session_key).delete()
