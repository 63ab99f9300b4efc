"""Pages for the ambassadors' phones that another app than theirs brings along, with what they need without a network.

An app says so in its `sync.py`, beside the kind of item that the page makes. Whoever shows the field pages asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass

_pages = {}


@dataclass(frozen=True)
class FieldPage:
    """One such page.

    `kind` is the item it makes; `url` where it is (text that may be reversed late); `template` the section of the page
    without a network, given `context()`; `data(user)` plain JSON, kept on the phone under `name`; `files` static names.
    """

    name: str
    kind: str
    label: str
    picture: str
    url: str
    template: str
    context: Callable
    data: Callable
    files: tuple = ()

    @property
    def form(self):
        return self.context()


def register_page(page):
    _pages[page.name] = page


def field_pages():
    return list(_pages.values())
