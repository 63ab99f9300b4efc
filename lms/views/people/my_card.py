"""My learner card: on the screen, on paper, and as a picture."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.cards import card_address, card_picture
from lms.qr import qr_svg
from lms.views.browser import for_a_card_holder


@for_a_card_holder
@require_safe
def card(request, person):
    return render(request, "learn/card.html", card_context(person.learner_card))


@for_a_card_holder
@require_safe
def picture(request, person):
    """The card as a PNG, to keep among the photos of the phone."""
    headers = {"Content-Disposition": 'attachment; filename="sala-card.png"'}
    return HttpResponse(card_picture(person.learner_card), content_type="image/png", headers=headers)


def card_context(card):
    """What learn/card_face.html shows."""
    return {"card": card, "qr": qr_svg(card_address(card), label=_("Code to sign in with"))}
