"""What is announced to one ambassador now."""

from ambassadors.models import Announcement


def unread(ambassador):
    """Announcements in force that this ambassador has not put away, the latest first."""
    return Announcement.objects.current().meant_for(ambassador).unread_by(ambassador)


def data_for(ambassador):
    """[{id, title, text, expires_on}] for the phone; texts are {language: text}, Khmer where there is no English."""
    return [
        {
            "id": found.pk,
            "title": {"km": found.title_km, "en": found.title_en or found.title_km},
            "text": {"km": found.text_km, "en": found.text_en or found.text_km},
            "published_on": found.published_on,
            "expires_on": found.expires_on,
        }
        for found in unread(ambassador)
    ]
