"""A window with a WebKitGTK page in it, told what to do line by line; run by the Python that has the system's `gi`.

In, one to a line: {"open": url} or {"run": script}. Out: "ANSWER " and JSON, and "COMPLAINT " and what went wrong in a
page. It ends with its input.
"""

import importlib
import json
import sys
import threading

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
GLib, Gtk, WebKit2 = (importlib.import_module(f"gi.repository.{name}") for name in ("GLib", "Gtk", "WebKit2"))

COMPLAIN = """
const complain = (said) => webkit.messageHandlers.complaint.postMessage(String(said));
addEventListener("error", ({ message, filename }) => complain(`${message} ${filename}`));
addEventListener("unhandledrejection", ({ reason }) => complain(reason));
"""

folder, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
storage = WebKit2.WebsiteDataManager(
    base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache"
)
context = WebKit2.WebContext(website_data_manager=storage)
context.set_preferred_languages(["km"])
context.get_cookie_manager().set_persistent_storage(
    f"{folder}/cookies.sqlite", WebKit2.CookiePersistentStorage.SQLITE
)
manager = WebKit2.UserContentManager()
manager.register_script_message_handler("complaint")
manager.connect(
    "script-message-received::complaint",
    lambda _manager, said: print("COMPLAINT", said.get_js_value().to_string(), flush=True),
)
manager.add_script(
    WebKit2.UserScript(
        COMPLAIN,
        WebKit2.UserContentInjectedFrames.TOP_FRAME,
        WebKit2.UserScriptInjectionTime.START,
        None,
        None,
    )
)
view = WebKit2.WebView(web_context=context, user_content_manager=manager)
window = Gtk.Window()
window.set_default_size(width, height)
window.add(view)
window.show_all()
loading = []


def answer(**said):
    print("ANSWER", json.dumps(said), flush=True)


def loaded(_view, event):
    if event == WebKit2.LoadEvent.FINISHED and loading:
        answer(**loading.pop())


def failed(_view, _event, url, error):
    if loading:
        loading[:] = [{"problem": f"{error.message} {url}"}]


def ran(view, result, _):
    try:
        value = view.call_async_javascript_function_finish(result)
    except GLib.Error as error:
        answer(problem=error.message)
    else:
        answer(value=json.loads(value.to_json(0) or "null"))


def work(message):
    if "open" in message:
        loading[:] = [{}]
        view.load_uri(message["open"])
    else:
        view.call_async_javascript_function(message["run"], -1, None, None, None, None, ran, None)


def listen():
    for line in sys.stdin:
        GLib.idle_add(work, json.loads(line))
    GLib.idle_add(Gtk.main_quit)


view.connect("load-changed", loaded)
view.connect("load-failed", failed)
threading.Thread(target=listen, daemon=True).start()
Gtk.main()
