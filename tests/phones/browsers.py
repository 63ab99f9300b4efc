"""Three other browsers as phones, each spoken to in its own language, with nothing but Python."""

import itertools
import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

from tests import services
from tests.installation import ROOT
from tests.phones.phone import Failed, Phone

WIDTH, HEIGHT = 360, 740


class Chromium70(Phone):
    """The DevTools protocol over a pair of pipes; messages to a page travel inside messages to the browser."""

    PROGRAM = ROOT / "var" / "chromium-70"
    NEEDS = "python tools/old_chromium.py fetches it"

    @classmethod
    def is_here(cls):
        return cls.PROGRAM.exists()

    def __init__(self, folder):
        super().__init__(folder)
        (here_r, there_w), (there_r, here_w) = os.pipe(), os.pipe()
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--lang=km"]
        self.process = subprocess.Popen(
            [self.PROGRAM, *options, f"--user-data-dir={self.folder}", "about:blank"],
            pass_fds=(3, 4, there_r, there_w),
            preexec_fn=lambda: (
                os.dup2(there_r, 198),
                os.dup2(there_w, 199),
                os.dup2(198, 3),
                os.dup2(199, 4),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(there_r)
        os.close(there_w)
        self.input, self.output, self.heard = here_w, here_r, b""
        self.numbers = itertools.count(1)
        self.page = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.page = self.ask("Target.attachToTarget", targetId=target)["sessionId"]
        for name in ("Page", "Runtime", "Log"):
            self.ask(f"{name}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=True
        )
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)

    def ask(self, method, *, on_browser=False, **parameters):
        message = {"id": next(self.numbers), "method": method, "params": parameters}
        if self.page and not on_browser:
            inner = {"sessionId": self.page, "message": json.dumps(message)}
            self.send({"id": next(self.numbers), "method": "Target.sendMessageToTarget", "params": inner})
        else:
            self.send(message)
        while True:
            answer = self.receive()
            if answer.get("method") == "Target.receivedMessageFromTarget":
                answer = json.loads(answer["params"]["message"])
            self.hear(answer)
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise Failed(answer["error"]["message"])
                return answer["result"]

    def send(self, message):
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self.input, text) :]

    def receive(self):
        while b"\0" not in self.heard:
            self.heard += (more := os.read(self.output, 65536))
            if not more:
                raise Failed("the browser ended")
        text, _, self.heard = self.heard.partition(b"\0")
        return json.loads(text)

    def hear(self, message):
        said = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description") or details["text"])
        elif message.get("method") == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.complaints.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")

    def open(self, url):
        if problem := self.ask("Page.navigate", url=url).get("errorText"):
            raise Failed(f"{problem} {url}")

    def run(self, script):
        expression = f"(async () => {{ {script} }})()"
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Failed(answer["exceptionDetails"].get("exception", {}).get("description", "exception"))
        return answer["result"].get("value")

    def shut(self):
        self.ask("Browser.close", on_browser=True)
        os.close(self.input)  # it ends no sooner
        os.close(self.output)


class Firefox(Phone):
    """Marionette, the protocol beneath Firefox's WebDriver: lengths and JSON over a socket."""

    PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
    NEEDS = "apt install firefox-esr"

    @classmethod
    def is_here(cls):
        return bool(cls.PROGRAM)

    def __init__(self, folder):
        super().__init__(folder)
        port = services.free_port()
        settings = {"marionette.port": port, "intl.accept_languages": "km", "ui.useOverlayScrollbars": 1}
        settings |= {"app.update.enabled": False, "datareporting.policy.dataSubmissionEnabled": False}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (self.folder / "user.js").write_text("\n".join(lines))
        self.process = subprocess.Popen(
            [
                self.PROGRAM,
                "--headless",
                "--marionette",
                "--remote-allow-system-access",
                "--no-remote",
                "--profile",
                str(folder),
            ],
            env=os.environ | {"MOZ_HEADLESS_WIDTH": str(WIDTH), "MOZ_HEADLESS_HEIGHT": str(HEIGHT + 86)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        services.wait_for_port(port, self.process)
        self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.numbers = itertools.count(1)
        self.receive()
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})
        # A window is never as narrow as a phone; the page in it may be.
        self.ask("Marionette:SetContext", value="chrome")
        self.ask(
            "WebDriver:ExecuteScript",
            script=f"gBrowser.selectedBrowser.style.maxWidth = '{WIDTH}px'",
            args=[],
        )
        self.ask("Marionette:SetContext", value="content")

    def receive(self):
        size = b""
        while not size.endswith(b":"):
            octet = self.line.recv(1)
            if not octet:
                raise Failed("the browser ended")
            size += octet
        text = b""
        while len(text) < int(size[:-1]):
            text += self.line.recv(int(size[:-1]) - len(text))
        return json.loads(text)

    def ask(self, command, **parameters):
        message = json.dumps([0, next(self.numbers), command, parameters]).encode()
        self.line.sendall(b"%d:%s" % (len(message), message))
        _, _, problem, answer = self.receive()
        if problem:
            raise Failed(f"{problem['error']}: {problem['message']}")
        return answer

    def open(self, url):
        self.ask("WebDriver:Navigate", url=url)

    def run(self, script):
        whole = f"""const [done] = arguments;
            (async () => {{ {script} }})().then((value) => done([value]), (problem) => done([null, `${{problem}}`]))"""
        answer = self.ask("WebDriver:ExecuteAsyncScript", script=whole, args=[], scriptTimeout=30000)["value"]
        value, *problem = answer or [None, "the page went elsewhere"]
        if problem:
            raise Failed(problem[0])
        return value

    def shut(self):
        self.complaints = self.console()
        self.ask("Marionette:Quit", flags=["eForceQuit"])
        self.line.close()

    def console(self):
        """The errors of pages; only the browser itself may look at them."""
        self.ask("Marionette:SetContext", value="chrome")
        script = """return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError
            && !(one.flags & Ci.nsIScriptError.warningFlag) && /^http/.test(one.sourceName)).map(String)"""
        return self.ask("WebDriver:ExecuteScript", script=script, args=[])["value"]


class WebKit(Phone):
    """WebKitGTK, in a window that another program holds open (webkit_window.py), for it needs the system's Python."""

    PYTHON = "/usr/bin/python3"
    WINDOW = Path(__file__).with_name("webkit_window.py")
    NEEDS = "apt install xvfb xauth python3-gi gir1.2-webkit2-4.1"

    @classmethod
    def is_here(cls):
        wanted = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"
        found = shutil.which("xvfb-run") and Path(cls.PYTHON).exists()
        return (
            bool(found)
            and not subprocess.run([cls.PYTHON, "-c", wanted], capture_output=True, check=False).returncode
        )

    def __init__(self, folder):
        super().__init__(folder)
        self.process = subprocess.Popen(
            ["xvfb-run", "-a", self.PYTHON, str(self.WINDOW), str(folder), str(WIDTH), str(HEIGHT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def ask(self, **message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("ANSWER "):
                answer = json.loads(line.removeprefix("ANSWER "))
                if "problem" in answer:
                    raise Failed(answer["problem"])
                return answer.get("value")
            if line.startswith("COMPLAINT "):
                self.complaints.append(line.strip())
        raise Failed("the browser ended")

    def open(self, url):
        self.ask(open=url)

    def run(self, script):
        return self.ask(run=script)

    def shut(self):
        self.process.stdin.close()


BROWSERS = {browser.__name__: browser for browser in (Chromium70, WebKit, Firefox)}
