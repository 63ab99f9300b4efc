"""What verifiers of Open Badges fetch: the issuer and its public keys, old ones included."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms import badges
from lms.models import SigningKey

# A verifier may be a page of somebody else's site, so any origin may read these.
FOR_EVERYONE = {"Access-Control-Allow-Origin": "*"}


@require_safe
@cache_control(public=True, max_age=300)
def keys(request):
    """All public keys that ever signed, as a JWK Set (RFC 7517, 5)."""
    found = [badges.public_jwk(key) for key in SigningKey.objects.all()]
    return JsonResponse({"keys": found}, headers=FOR_EVERYONE)


@require_safe
@cache_control(public=True, max_age=300)
def key(request, thumbprint):
    """One public key as a JWK: what the `kid` of a badge leads to."""
    found = get_object_or_404(SigningKey, thumbprint=thumbprint)
    return JsonResponse(badges.public_jwk(found), headers=FOR_EVERYONE)


@require_safe
@cache_control(public=True, max_age=300)
def issuer(request):
    """The issuer as a Profile of Open Badges 3.0."""
    return JsonResponse({"@context": badges.CONTEXT} | badges.issuer(), headers=FOR_EVERYONE)
