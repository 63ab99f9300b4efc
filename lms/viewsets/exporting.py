"""Lists that staff take away as a file: cells are inert, and who took what is logged."""

import datetime as dt

from django.http import HttpResponse
from django.utils import timezone
from wagtail.log_actions import log

from lms.reporting.plain import BOM, inert


class LoggedExportMixin:
    """For index views with `list_export`: CSV with a BOM and inert cells, Excel with text as text, an audit entry.

    Moments are told in the programme's own time zone.
    """

    def preprocess_field_value(self, field, value, export_format):
        if isinstance(value, dt.datetime):
            value = timezone.make_naive(value)
        return inert(super().preprocess_field_value(field, value, export_format))

    def write_csv_response(self, queryset):
        """Written before the answer leaves: a stream would be, after it, in another language than the user's."""
        return HttpResponse(
            [BOM, *self.stream_csv(queryset)],
            content_type="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{self.get_filename()}.csv"'},
        )

    def as_spreadsheet(self, queryset, spreadsheet_format):
        user, name = self.request.user, self.model._meta.label_lower
        log(user, "lms.export_list", user=user, data={"list": name, "format": spreadsheet_format})
        return super().as_spreadsheet(queryset, spreadsheet_format)
