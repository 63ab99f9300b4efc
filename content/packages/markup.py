"""The simple HTML of course files, and its way to and from what the editor stores."""

import html
import re
import uuid
from html.parser import HTMLParser

TEXT_TAGS = {"p", "ul", "ol", "li", "b"}
EMPTY_TAGS = {"br"}
PHONE = re.compile(r"tel:\+?[0-9]+")
# A page of Sala is named by its translation key, so that each language leads to its own.
LINK = re.compile(r"(https?|mailto):[^\s\"<>]+|page:[0-9a-f-]{36}")


class _Checker(HTMLParser):
    def __init__(self, tags, *, links):
        super().__init__()
        self.tags, self.links, self.open, self.problem = tags, links, [], None

    def handle_starttag(self, tag, attrs):
        if tag not in self.tags or not self._is_plain(tag, attrs):
            self.problem = f"only {', '.join(sorted(self.tags))} without attributes are allowed, not <{tag}>."
        if tag not in EMPTY_TAGS:
            self.open.append(tag)

    def _is_plain(self, tag, attrs):
        if tag != "a":
            return not attrs
        href = dict(attrs).get("href") or ""
        return len(attrs) == 1 and bool(PHONE.fullmatch(href) or (self.links and LINK.fullmatch(href)))

    def handle_endtag(self, tag):
        if tag not in EMPTY_TAGS and (not self.open or self.open.pop() != tag):
            self.problem = f"</{tag}> closes nothing."

    def handle_data(self, data):
        if data.strip() and not self.open:
            self.problem = "text must stand inside <p> or a list."


def problem_with_markup(text, tags, *, links=False):
    """What is wrong with a piece of HTML that may hold only these tags, as a sentence; None if nothing is.

    The tag a, where it is allowed, is a phone number to tap, <a href="tel:1280">; with `links` it may also lead to
    an address or to a page of Sala, <a href="page:KEY">.
    """
    parser = _Checker(tags, links=links)
    parser.feed(text)
    parser.close()
    return parser.problem or (f"<{parser.open[-1]}> is not closed." if parser.open else None)


class _Rewriter(HTMLParser):
    """Writes HTML anew in one form, with each link as `link(attributes)` has it: an attribute text, or None."""

    def __init__(self, link):
        super().__init__()
        self.link, self.parts, self.anchors = link, [], []

    def handle_starttag(self, tag, attrs):
        if tag in EMPTY_TAGS:
            self.parts.append(f"<{tag}/>")
        elif tag == "a":
            attribute = self.link(dict(attrs))
            self.anchors.append(attribute is not None)
            self.parts.append(f"<a {attribute}>" if attribute else "")
        else:
            self.parts.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if tag in EMPTY_TAGS or (tag == "a" and not (self.anchors and self.anchors.pop())):
            return
        self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts.append(html.escape(data, quote=False))


def _rewritten(text, link):
    parser = _Rewriter(link)
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


def from_editor(text, *, key_of):
    """Stored rich text as course files write it. `key_of(pk)` is a page's translation key, or None.

    The editor's own marks are dropped; so is a link to a page that is gone or to anything else inside Sala.
    """

    def link(attrs):
        if attrs.get("linktype") == "page":
            key = key_of(attrs.get("id"))
            return f'href="page:{key}"' if key else None
        href = attrs.get("href") or ""
        return f'href="{html.escape(href)}"' if PHONE.fullmatch(href) or LINK.fullmatch(href) else None

    return _rewritten(text, link)


def to_editor(text, *, page_of):
    """Markup of a course file as rich text stores it. `page_of(key)` is the pk of a page, or None: then only the
    words of the link stay.
    """

    def link(attrs):
        href = attrs["href"]
        if href.startswith("page:"):
            pk = page_of(uuid.UUID(href.removeprefix("page:")))
            return f'linktype="page" id="{pk}"' if pk else None
        return f'href="{html.escape(href)}"'

    return _rewritten(text, link) if "<a " in text else text
