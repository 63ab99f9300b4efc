"""Reads and checks a course folder: `course.yaml`, a file per lesson and check, and what they use. No database."""

from dataclasses import dataclass
from pathlib import Path

from content.blocks import HEADING_LENGTH
from content.models import CoursePage
from content.packages.audiences import read_codes, read_names
from content.packages.checks import OF_A_COURSE, OF_THE_SITE, read_check
from content.packages.files import PackageFiles
from content.packages.narration import read_narration
from content.packages.nodes import PackageError, read_yaml
from content.packages.parts import PartReader

Status = CoursePage.Status
TITLE_LENGTH, SENTENCE_LENGTH, SUMMARY_LENGTH = 255, 300, 400


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
    """One course with its lessons and checks in order, and {name: bytes} of the files they use.

    `audience` are codes, `audience_names` {code: {language: name}} of those the package names itself.
    """

    id: str
    slug: str
    level: int | None
    initiative: str
    minutes: int
    competences: dict
    audience: list
    audience_names: dict
    is_required_of_ambassadors: bool
    status: str
    owner: str
    review_by: object
    licence: str
    title: dict
    summary: dict
    picture: dict | None
    move_on: str
    lessons: list
    checks: list
    narration: list
    pictures: dict
    files: dict
    recordings: dict


def read_course(folder):
    """The course in a folder; raises PackageError naming the file and place of the first thing that is wrong."""
    return _Reader(Path(folder)).course()


def read_start_check(path):
    """(CheckFile, {name: bytes} of its pictures) of the file of a start check, with `pictures/` beside it."""
    reader = _Reader(path.parent)
    return reader.check(path.name, OF_THE_SITE), reader.files.pictures


class _Reader:
    """Goes through the files once, remembering ids (unique in the whole course) and pictures on the way."""

    def __init__(self, folder):
        self.folder, self.ids, self.files = folder, {}, PackageFiles(folder)
        self.parts = PartReader(ids=self.ids, files=self.files)

    def course(self):
        node = read_yaml(self.folder / "course.yaml", name="course.yaml").keys(
            needed=[
                *("id", "slug", "initiative", "minutes", "competences"),
                *("licence", "title", "summary", "lessons"),
            ],
            allowed=[
                *("level", "owner", "review_by", "picture", "audience", "required_of_ambassadors"),
                *("status", "move_on", "checks"),
            ],
        )
        return CourseFile(
            id=node.get("id").new_id(self.ids),
            slug=node.get("slug").slug(),
            level=self._optional(node, "level", lambda own: own.integer(0, 3), None),
            initiative=node.get("initiative").one_of(["3.1", "3.2", "both"]),
            minutes=node.get("minutes").integer(1, 2000),
            competences=self._competences(node.get("competences")),
            status=self._optional(node, "status", lambda own: own.one_of(Status.values), Status.OPEN),
            owner=self._optional(node, "owner", lambda own: own.string(limit=100), ""),
            review_by=self._optional(node, "review_by", lambda own: own.day(), None),
            audience=self._optional(node, "audience", read_codes, []),
            audience_names=read_names(self.folder),
            is_required_of_ambassadors=self._optional(
                node, "required_of_ambassadors", lambda own: own.boolean(), False
            ),
            licence=node.get("licence").string(limit=60),
            title=node.get("title").text(limit=TITLE_LENGTH),
            summary=node.get("summary").text(limit=SUMMARY_LENGTH),
            picture=self._optional(node, "picture", self.parts.picture, None),
            **self._rule_and_parts(node),
            narration=read_narration(self.folder, files=self.files),
            pictures=self.files.pictures,
            files=self.files.files,
            recordings=self.files.narration,
        )

    def _optional(self, node, name, read, otherwise):
        return read(node.get(name)) if name in node.value else otherwise

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
        return read_check(self.folder, name, ids=self.ids, questions=self.parts.questions, kinds=kinds)

    def _competences(self, node):
        return {
            framework: [code.string(limit=10) for code in node.get(framework).items()]
            for framework in node.keys(needed=[], allowed=["dlgf", "digcomp", "dmil"]).value
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
            "body": [self.parts.part(part) for part in node.get("body").items()],
        }


__all__ = ["CourseFile", "LessonFile", "PackageError", "read_course"]
