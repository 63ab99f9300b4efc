"""Contrast of every pair of colours that the sheets put on one another (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from lms.style import FOLDER

GROUNDS = ["paper", "card"]
TEXT = [
    *[(text, ground) for ground in GROUNDS for text in ["ink", "soft", "lagoon", "leaf-ink", "clay-ink"]],
    *[("ink", f"{tone}-tint") for tone in ["lagoon", "saffron", "leaf", "clay"]],
    *[(f"{tone}-ink", f"{tone}-tint") for tone in ["saffron", "leaf", "clay"]],
    ("on-lagoon", "lagoon"),
    ("lagoon", "lagoon-tint"),
    ("soft", "lagoon-tint"),
]
SHAPES = [
    *[(shape, ground) for ground in GROUNDS for shape in ["edge", "lagoon", "leaf", "clay"]],
    ("lagoon", "lagoon-tint"),
    ("lagoon", "line"),
]


def schemes():
    """{"light": {name: hex}, "dark": {…}} as the browser would see them."""
    light, dark = (FOLDER / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", text)) for text in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guideline_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_mean_something_can_be_seen(scheme, shape, ground):
    colours = schemes()[scheme]
    assert contrast(colours[shape], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", sorted(FOLDER.glob("*.css")), ids=lambda sheet: sheet.name)
def test_sheets_keep_to_what_old_phones_understand(sheet):
    """Chrome 70 drops a rule it does not understand; these would break the page rather than refine it."""
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    unknown = [
        ":has(",
        ":is(",
        ":where(",
        "color-mix(",
        "clamp(",
        "min(",
        "max(",
        "aspect-ratio",
        "inset:",
        "dvh",
        "&",
    ]
    assert [word for word in unknown if re.search(rf"(?<![\w-]){re.escape(word)}", css)] == []
    assert not re.search(r"(?<![\w-])gap:", css), "flex gap came with Chrome 84: use margins"
    assert "letter-spacing" not in css, "Khmer is never letter-spaced"
    assert "break-all" not in css
