"""Uploads that never touch a disk: a radacct file is full of addresses, and those live in memory only."""

from django.core.files.uploadhandler import MemoryFileUploadHandler

LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes; about 200,000 connections


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Keeps every file in memory, where Django's own handlers write larger ones to a temporary file."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True


def is_too_large(request):
    return int(request.headers.get("Content-Length") or 0) > LARGEST_UPLOAD
