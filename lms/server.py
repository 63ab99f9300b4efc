"""The web server: gunicorn inside the process that already loaded the application."""

from django.conf import settings
from gunicorn.app.base import BaseApplication


class WebServer(BaseApplication):
    """Serves a WSGI application on HOST:PORT. Its workers are forks, so a start is quick and memory is shared."""

    def __init__(self, application):
        self.application = application
        super().__init__()

    def load_config(self):
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        self.cfg.set("bind", f"{host}:{settings.PORT}")
        self.cfg.set("workers", settings.WEB_WORKERS)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("keepalive", 15)
        self.cfg.set("timeout", 60)
        self.cfg.set(
            "graceful_timeout", 10
        )  # a browser that keeps a connection open must not hold up the end
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)

    def load(self):
        return self.application
