"""What a phone can do, whichever browser it has.

A browser can `open(url)`, `run(script)` (the body of an async function; what that returns comes back) and `shut()`;
`complaints` are the errors in its console. What it stores stays in its folder.
"""

import json
import os
import signal
import time
from pathlib import Path


class Failed(Exception):
    """What a browser answers when it could not do what it was asked."""


class Phone:
    """What all of them can do, once they can `run`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.complaints = []
        self.process = None

    def close(self):
        """Closes the browser as its user does."""
        self.shut()
        self.process.wait(timeout=30)

    def end(self):
        """Ends the browser, whatever it is doing."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)  # with the screen and the processes it started
            self.process.wait(timeout=30)

    def until(self, question, seconds=20):
        """Waits until an expression, or the promise it makes, comes to something true."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.run(f"return Boolean(await ({question}))"):
                    return
            except Failed as failure:  # a page that went elsewhere meanwhile
                if time.monotonic() > end:
                    raise AssertionError(f"{question}: {failure}") from failure
            if time.monotonic() > end:
                raise AssertionError(f"{question} did not become true within {seconds} s at {self.where()}")
            time.sleep(0.2)

    def go(self, url):
        """Opens an address; the page's scripts have run once it is there."""
        self.open(url)
        self.until("document.readyState === 'complete'")

    def where(self):
        return self.run("return location.href")

    def see(self, css):
        """Waits until something that fits is in sight."""
        self.until(f"[...document.querySelectorAll({css!r})].some((one) => one.getClientRects().length)")

    def text(self, css="main"):
        return self.run(f"return document.querySelector({css!r}).innerText")

    def tap(self, css):
        """Taps the first that is in sight; nothing may lie over it."""
        self.see(css)
        covered = self.run(
            f"""const one = [...document.querySelectorAll({css!r})].find((one) => one.getClientRects().length);
            one.scrollIntoView({{block: "center"}});
            const box = one.getBoundingClientRect();
            const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            const isFree = hit && (one.contains(hit) || (hit.closest("label") && hit.closest("label").contains(one)));
            if (!isFree) return hit ? hit.outerHTML.slice(0, 200) : "nothing there";
            setTimeout(() => one.click(), 0);"""
        )
        if covered:
            raise AssertionError(f"{css} lies under {covered}")

    def fill(self, css, value):
        self.see(css)
        self.run(
            f"""const one = document.querySelector({css!r});
            one.focus();
            one.value = {json.dumps(value)};
            for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, {{bubbles: true}}));"""
        )
