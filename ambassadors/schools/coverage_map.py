"""A schematic map of coverage: a tile for each commune, grouped by district. Not to scale, and it says so.

Neither areas nor venues have coordinates, so nothing is drawn where it only seems to lie.
"""

from itertools import groupby

from lms.lettering import fitted

TILE_WIDTH, TILE_HEIGHT, GAP, HEAD, COLUMNS = 150, 96, 8, 34, 6
WIDTH = COLUMNS * (TILE_WIDTH + GAP) - GAP
LABEL_SIZES = [16, 14, 12]


def drawing_of(lines):
    """{width, height, districts: [{name, y, tiles: [{line, x, y, names}]}]} of coverage.Lines of communes."""
    districts, y = [], 0
    ordered = sorted(lines, key=lambda line: (line.commune.parent.code, line.commune.code))
    for district, members in groupby(ordered, key=lambda line: line.commune.parent):
        tiles = []
        for number, line in enumerate(members):
            row, column = divmod(number, COLUMNS)
            tiles.append(
                {
                    "line": line,
                    "x": column * (TILE_WIDTH + GAP),
                    "y": y + HEAD + row * (TILE_HEIGHT + GAP),
                    **_label(line.commune.name),
                }
            )
        districts.append({"name": district.name, "y": y + HEAD - 12, "tiles": tiles})
        y = tiles[-1]["y"] + TILE_HEIGHT + 2 * GAP
    return {"width": WIDTH, "height": max(y, 1), "districts": districts}


def _label(name):
    """The name in at most two lines that fit a tile."""
    face, names = fitted(name, sizes=LABEL_SIZES, width=TILE_WIDTH - 24, lines=2)
    return {"names": list(zip((26, 46), names, strict=False)), "size": face.size}
