"""What a field page says."""

import re
from html.parser import HTMLParser

NEW = "/field/sessions/new/"
LANGUAGES = ["km", "en"]


class Words(HTMLParser):
    """The words of a page a person can read or hear, but for parts marked as another language."""

    VOID = {"meta", "link", "input", "br", "path", "circle", "img"}

    def __init__(self, page):
        super().__init__()
        self.language = re.search(r'<html lang="(..)"', page)[1]
        self.texts, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        foreign = tag in ("script", "style") or attributes.get("lang", self.language) != self.language
        if tag not in self.VOID:
            self.open.append((tag, foreign))
        if not self.is_foreign:
            self.texts += [
                attributes.get(name) or "" for name in ("alt", "aria-label", "placeholder", "title")
            ]

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.is_foreign:
            self.texts.append(data)

    @property
    def is_foreign(self):
        return any(foreign for _tag, foreign in self.open)


def words_of(response):
    return " ".join(Words(response.content.decode()).texts)


def errors_of(response):
    """{form field: [text]} shown on a page with a form."""
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}
