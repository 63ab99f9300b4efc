"""Moments as staff read them."""

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment(at):
    """Day and time in the city's time zone; "" for what has not happened."""
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""
