"""Reads and checks a course folder: `course.yaml`, one file per lesson, `pictures/`. No database."""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from content.blocks import HEADING_LENGTH, STEP_LENGTH
from content.models import CoursePage
from content.packages.checks import OF_A_COURSE, OF_THE_SITE, read_check
from content.packages.nodes import PackageError, read_yaml
from content.packages.questions import QuestionReader

PICTURE_BYTES = 25 * 1024
TITLE_LENGTH, SENTENCE_LENGTH, SUMMARY_LENGTH, ALT_LENGTH = 255, 300, 400, 250


@dataclass(frozen=True)
class LessonFile:
    """One lesson. Texts are {"km", "en"}; `screens` keeps the shape of the file."""

    id: str
    slug: str
    minutes: int
    title: dict
    aim: dict
    remember: dict
    screens: list


@dataclass(frozen=True)
class CourseFile:
    """One course with its lessons and checks in order, and {name: bytes} of the pictures they use."""

    id: str
    slug: str
    level: int
    initiative: str
    minutes: int
    competences: dict
    owner: str
    review_by: object
    licence: str
    title: dict
    summary: dict
    picture: dict
    move_on: str
    lessons: list
    checks: list
    pictures: dict


def read_course(folder):
    """The course in a folder; raises PackageError naming the file and place of the first thing that is wrong."""
    return _Reader(Path(folder)).course()


def read_start_check(path):
    """(CheckFile, {name: bytes} of its pictures) of the file of a start check, with `pictures/` beside it."""
    reader = _Reader(path.parent)
    return reader.check(path.name, OF_THE_SITE), reader.pictures


class _Reader:
    """Goes through the files once, remembering ids (unique in the whole course) and pictures on the way."""

    def __init__(self, folder):
        self.folder, self.ids, self.pictures = folder, {}, {}
        self.questions = QuestionReader(ids=self.ids, picture=self._picture)

    def course(self):
        node = read_yaml(self.folder / "course.yaml", name="course.yaml").keys(
            needed=[
                *("id", "slug", "level", "initiative", "minutes", "competences", "owner", "review_by"),
                *("licence", "title", "summary", "picture", "lessons"),
            ],
            allowed=["audience", "move_on", "checks"],
        )
        return CourseFile(
            id=node.get("id").new_id(self.ids),
            slug=node.get("slug").slug(),
            level=node.get("level").integer(0, 3),
            initiative=node.get("initiative").one_of(["3.1", "3.2", "both"]),
            minutes=node.get("minutes").integer(1, 2000),
            competences=self._competences(node.get("competences")),
            owner=node.get("owner").string(limit=100),
            review_by=node.get("review_by").day(),
            licence=node.get("licence").string(limit=60),
            title=node.get("title").text(limit=TITLE_LENGTH),
            summary=node.get("summary").text(limit=SUMMARY_LENGTH),
            picture=self._picture(node.get("picture")),
            **self._rule_and_parts(node),
            pictures=self.pictures,
        )

    def _rule_and_parts(self, node):
        move_on, checks, slugs = CoursePage.MoveOn.COMPLETED, [], {}
        if "move_on" in node.value:
            move_on = node.get("move_on").one_of(CoursePage.MoveOn.values)
        lessons = self._lessons(node.get("lessons"), slugs)
        if "checks" in node.value:
            checks = self._each(node.get("checks"), slugs, lambda name: self.check(name, OF_A_COURSE))
        if "Passed" in move_on and "final" not in {check.kind for check in checks}:
            node.get("move_on").fail("asks for a final test, and there is none among the checks.")
        return {"move_on": move_on, "lessons": lessons, "checks": checks}

    def check(self, name, kinds):
        return read_check(self.folder, name, ids=self.ids, questions=self.questions, kinds=kinds)

    def _competences(self, node):
        return {
            framework: [code.string(limit=10) for code in node.get(framework).items()]
            for framework in node.keys(needed=[], allowed=["dlgf", "digcomp"]).value
        }

    def _lessons(self, node, slugs):
        return self._each(node, slugs, self._lesson)

    def _each(self, node, slugs, read):
        """What `read` makes of each file that a list names, with or without its ending."""
        found = []
        for item in node.items():
            part = read(f"{item.string().removesuffix('.yaml')}.yaml")
            if part.slug in slugs:
                item.fail(f"the slug “{part.slug}” is already that of {slugs[part.slug]}.")
            slugs[part.slug] = item.value
            found.append(part)
        return found

    def _lesson(self, name):
        node = read_yaml(self.folder / name, name=name).keys(
            needed=["id", "slug", "minutes", "title", "aim", "remember", "screens"]
        )
        return LessonFile(
            id=node.get("id").new_id(self.ids),
            slug=node.get("slug").slug(),
            minutes=node.get("minutes").integer(1, 60),
            title=node.get("title").text(limit=TITLE_LENGTH),
            aim=node.get("aim").text(limit=SENTENCE_LENGTH),
            remember=node.get("remember").text(limit=SENTENCE_LENGTH),
            screens=[self._screen(screen) for screen in node.get("screens").items()],
        )

    def _screen(self, node):
        node.keys(needed=["id", "heading", "body"])
        return {
            "id": node.get("id").new_id(self.ids),
            "heading": node.get("heading").text(limit=HEADING_LENGTH),
            "body": [self._part(part) for part in node.get("body").items()],
        }

    def _part(self, node):
        node.keys(needed=["id", "type", "value"])
        readers = {
            "text": lambda value: value.markup(),
            "picture": self._picture,
            "steps": self._steps,
            "notice": self._notice,
            **self.questions.readers,
        }
        kind = node.get("type").one_of(list(readers))
        return {
            "id": node.get("id").new_id(self.ids),
            "type": kind,
            "value": readers[kind](node.get("value")),
        }

    def _steps(self, node):
        return [
            {
                "id": step.keys(needed=["id", "text"]).get("id").new_id(self.ids),
                "text": step.get("text").text(limit=STEP_LENGTH),
            }
            for step in node.items(least=2)
        ]

    def _notice(self, node):
        node.keys(needed=["tone", "text"])
        return {"tone": node.get("tone").one_of(["tip", "warning"]), "text": node.get("text").text()}

    def _picture(self, node):
        node.keys(needed=["file", "alt"], allowed=["caption"])
        if any((node.value.get("caption") or {}).values()):
            node.get("caption").fail("captions are not shown; say it in a text beside the picture.")
        name = node.get("file").string(limit=80)
        if name not in self.pictures:
            self.pictures[name] = self._picture_bytes(node.get("file"))
        return {"file": name, "alt": node.get("alt").text(limit=ALT_LENGTH)}

    def _picture_bytes(self, node):
        path = self.folder / "pictures" / node.value
        if path.parent != self.folder / "pictures" or not path.is_file():
            node.fail(f"there is no picture pictures/{node.value}.")
        content = path.read_bytes()
        if len(content) > PICTURE_BYTES:
            node.fail(f"the picture is larger than {PICTURE_BYTES // 1024} KB.")
        if path.suffix == ".svg" and (problem := problem_with_drawing(content)):
            node.fail(problem)
        return content


def problem_with_drawing(content):
    """Why an SVG must not be shown: it is broken, or it holds more than shapes. None if it is a plain drawing."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        return f"the drawing is not valid SVG: {problem}."
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in {"script", "foreignObject", "image", "iframe"}:
            return f"the drawing holds <{tag}>, which is not allowed."
        for name, value in element.attrib.items():
            name = etree.QName(name).localname
            if name.startswith("on") or (name == "href" and not value.startswith("#")):
                return f"the drawing holds the attribute {name}, which is not allowed."
    return None


__all__ = ["CourseFile", "LessonFile", "PackageError", "read_course"]
