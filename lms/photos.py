"""Drawing anew what a phone calls a photo: what comes out is a picture and nothing else."""

import io
import warnings

from PIL import Image, ImageOps

SIDE = 1280
# A phone sends at most 1280 × 1280; more than this is no photo scaled down, whatever its file weighs.
PIXELS_AT_MOST = 12_000_000
QUALITY = 80


class NotAPhoto(Exception):
    """The bytes are no picture that can be drawn, or one of absurd size."""


def drawn_anew(content):
    """The bytes of a JPEG of at most 1280 px a side, upright, without EXIF or any other note; raises NotAPhoto.

    Judged by content, never by name. The size is read before anything is unpacked, so that a small file that unpacks
    to gigabytes costs nothing.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
            if picture.width * picture.height > PIXELS_AT_MOST:
                raise NotAPhoto
            picture.load()
    except NotAPhoto:
        raise
    except Exception as problem:  # Pillow's readers of damaged files raise many kinds
        raise NotAPhoto from problem
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    upright.info.clear()
    drawn = io.BytesIO()
    upright.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()
