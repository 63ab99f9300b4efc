"""Comparing everything in the database before and after."""

import hashlib
import json

from django.apps import apps
from wagtail.models import ModelLogEntry

OURS = ["content", "lms", "ambassadors", "hotspots"]
# Salted hashes, and a hash over the numbers that the database happened to give to colleagues.
NOT_COMPARED = {"password", "pin_hash", "content_sha256"}


def models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def counts():
    """{model: rows}, the audit log included."""
    return {model: model._base_manager.count() for model in [*models(), ModelLogEntry]}


def fingerprint():
    """SHA-256 over every row of the apps; a row's number is replaced by its place in its table."""
    places = {
        model: {
            pk: place
            for place, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True))
        }
        for model in models()
    }
    seen = hashlib.sha256()
    for model in places:
        for row in model._base_manager.order_by("pk"):
            seen.update(json.dumps(exported(row, places), default=str, sort_keys=True).encode())
    return seen.hexdigest()


def exported(row, places):
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        related = row._meta.model if field.primary_key else field.related_model
        if field.name in NOT_COMPARED:
            continue
        if field.name == "payload":
            value = value | {"co_ambassadors": len(value["co_ambassadors"])}
        elif field.get_internal_type() != "UUIDField" and related in places:
            value = places[related].get(value)
        values[field.name] = bytes(value).hex() if isinstance(value, bytes | memoryview) else value
    return [row._meta.label, values]
