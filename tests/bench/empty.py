"""An empty Django view behind the product's own web server: no middleware, a body of a given size.

`python -m tests.bench.empty PORT BYTES`: what the same machine, server and workers can do at best.
"""

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

if __name__ == "__main__":
    port, size = map(int, sys.argv[1:])
    body = b"x" * size
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="bench",
        HOST="127.0.0.1",
        PORT=port,
        WEB_WORKERS=2,
    )

    def empty(request):
        # Without a length the server would send chunks, which costs it half its speed.
        return HttpResponse(body, headers={"Content-Length": str(size)})

    urlpatterns = [path("", empty)]

    from lms.server import WebServer

    WebServer(get_wsgi_application()).run()
