"""A small course package on disk, to be written whole or with something wrong in it."""

import yaml

from tests.content.factories import DRAWING, ident


def both(km="អក្សរ", en="words"):
    return {"km": km, "en": en}


def question(kind="one", marks=(True, False), start=100):
    return {
        "kind": kind,
        "prompt": both("សំណួរ", "question"),
        "hint": both("", ""),
        "choices": [
            {"id": ident(start + n), "is_correct": mark, "text": both(), "feedback": both()}
            for n, mark in enumerate(marks)
        ],
    }


def course_data():
    return {
        "id": ident(1),
        "slug": "a-course",
        "level": 0,
        "initiative": "both",
        "minutes": 20,
        "competences": {"dlgf": ["0.2"]},
        "audience": ["everyone"],
        "owner": "Curriculum group",
        "review_by": "2027-11-20",
        "licence": "CC-BY-4.0",
        "title": both("វគ្គ", "Course"),
        "summary": both(),
        "picture": {"file": "circle.svg", "alt": both()},
        "lessons": ["01-first", "02-second"],
    }


def lesson_data(n):
    base = n * 1000
    return {
        "id": ident(base),
        "slug": f"lesson-{n}",
        "minutes": 8,
        "title": both(f"មេរៀនទី{n}", f"Lesson {n}"),
        "aim": both(),
        "remember": both(),
        "screens": [
            {
                "id": ident(base + 1),
                "heading": both(),
                "body": [
                    {
                        "id": ident(base + 2),
                        "type": "text",
                        "value": both("<p>អក្សរ</p>", "<p><b>words</b></p>"),
                    },
                    {
                        "id": ident(base + 3),
                        "type": "picture",
                        "value": {"file": "circle.svg", "alt": both()},
                    },
                    {
                        "id": ident(base + 4),
                        "type": "steps",
                        "value": [
                            {"id": ident(base + 5), "text": both()},
                            {"id": ident(base + 6), "text": both()},
                        ],
                    },
                    {"id": ident(base + 7), "type": "notice", "value": {"tone": "tip", "text": both()}},
                    {"id": ident(base + 8), "type": "question", "value": question(start=base + 100)},
                ],
            }
        ],
    }


class Package:
    """A course folder that a test may change before it is read."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {"course": course_data(), "01-first": lesson_data(1), "02-second": lesson_data(2)}
        (folder / "pictures").mkdir(parents=True)
        (folder / "pictures" / "circle.svg").write_bytes(DRAWING)

    def write(self):
        for name, data in self.files.items():
            text = yaml.safe_dump(data, allow_unicode=True).replace("'2027-11-20'", "2027-11-20")
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return self.folder

    @property
    def part(self):
        """The parts of the only screen of the first lesson."""
        return self.files["01-first"]["screens"][0]["body"]

    @property
    def question(self):
        return self.part[4]["value"]
