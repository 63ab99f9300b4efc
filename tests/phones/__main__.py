"""Sala in other browsers than the one of the tests: `make phones`, or some of them: `make phones ARGS=WebKit`.

Each browser tells the stories of stories.py on a real installation of its own, and an error in its console is a fault.
Chromium 70 is the oldest browser that must work (tools/old_chromium.py fetches it); WebKit and Firefox are those of the
distribution, where they are installed.
"""

import argparse
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from tests import services
from tests.browser.own_sala import OwnSala
from tests.phones.browsers import BROWSERS
from tests.phones.stories import STORIES

PATIENCE = 300
# What consoles say of a network that is switched off on purpose.
NO_NETWORK = ("ERR_CONNECTION", "NetworkError", "Could not connect", "status of 503", "Load failed")


def main(names):
    signal.signal(signal.SIGALRM, give_up)
    with tempfile.TemporaryDirectory(prefix="sala-phones-") as folder:
        first = OwnSala(Path(folder, "first"), services.free_port())
        first.folder.mkdir()
        print("Starting Sala with the demonstration …", flush=True)
        first.start()
        first.stop()
        told = [line for name in names for line in tell(BROWSERS[name], first, Path(folder, name))]
    print("\n".join(["", *told]))
    return any("FAILED" in line for line in told)


def give_up(_signal, _frame):
    raise TimeoutError(f"no end after {PATIENCE} s")


def tell(browser, first, folder):
    """Yields what became of each story in one browser."""
    if not browser.is_here():
        yield f"{browser.__name__}: NOT TRIED, because it is not installed: {browser.NEEDS}"
        return
    sala = OwnSala.copied(first.folder, folder / "sala")
    sala.start()
    for story in STORIES:
        words = f"{browser.__name__}: {story.__name__.replace('_', ' ')}"
        print(words, "…", flush=True)
        phones = []

        def switch_on(story=story, phones=phones):
            phones.append(browser(folder / story.__name__))
            return phones[-1]

        signal.alarm(PATIENCE)
        try:
            story(sala, switch_on)
            phones[-1].close()
            signal.alarm(0)
            complaints = [
                one
                for phone in phones
                for one in phone.complaints
                if not any(sign in one for sign in NO_NETWORK)
            ]
            assert not complaints, complaints
        except Exception:
            signal.alarm(0)
            traceback.print_exc()
            yield f"{words}: FAILED"
        else:
            yield f"{words}: safe, and counted once"
        finally:
            for phone in phones:
                phone.end()
    sala.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.phones", description=__doc__)
    parser.add_argument("browsers", nargs="*", metavar="browser", help=", ".join(BROWSERS))
    sys.exit(main(parser.parse_args().browsers or list(BROWSERS)))
