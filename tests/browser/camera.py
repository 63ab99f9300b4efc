"""What a phone's camera sees, as a video that Chromium takes for a camera.

Nobody holds a phone still: each picture is shown turned, tilted, a little out of focus, in uneven light and with the
noise of a cheap camera, and it fills only part of what is seen.
"""

import math
import random
from itertools import chain

from PIL import Image, ImageChops, ImageFilter

WIDTH, HEIGHT = 640, 480
FRAMES_A_SECOND = 4
FRAMES_EACH = 3
TABLE = (120, 104, 84)


def flags(video):
    """Chromium with a video for its camera, which it may use without asking."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]


def film(path, pictures, **how):
    """Writes the pictures, one after the other, as YUV4MPEG2; the camera begins anew after the last."""
    hands = random.Random(7)
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n"
    with path.open("wb") as file:
        file.write(header.encode())
        for picture in chain.from_iterable([picture] * FRAMES_EACH for picture in pictures):
            light, blue, red = seen(picture, hands, **how).convert("YCbCr").split()
            small = [plane.reduce(2).tobytes() for plane in (blue, red)]
            file.write(b"FRAME\n" + light.tobytes() + b"".join(small))
    return path


def seen(picture, hands, *, aim=(0.5, 0.5), zoom=1.0, degrees=12, tilt=0.0004, blur=0.8, noise=6, shade=110):
    """One frame of a picture on a table; `aim` is what of it is held in the middle, as parts of its sides."""
    turned, far, near = (hands.uniform(-1, 1) for _ in range(3))
    middle = WIDTH / 2 + 12 * hands.uniform(-1, 1), HEIGHT / 2 + 12 * hands.uniform(-1, 1)
    centre = picture.width * aim[0], picture.height * aim[1]
    looked_at = projection(centre, middle, 1 / zoom, math.radians(degrees * turned), tilt * far, tilt * near)
    frame = picture.convert("RGB").transform(
        (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, looked_at, Image.Resampling.BICUBIC, fillcolor=TABLE
    )
    frame = frame.filter(ImageFilter.GaussianBlur(blur))
    dark = Image.linear_gradient("L").rotate(90 * hands.randrange(4)).resize(frame.size)
    frame = ImageChops.subtract(frame, Image.merge("RGB", [dark.point(lambda one: one * shade // 255)] * 3))
    grain = Image.effect_noise(frame.size, noise)
    return ImageChops.add(frame, Image.merge("RGB", [grain] * 3), offset=-128)


def projection(centre, middle, scale, angle, far, near):
    """The numbers of Pillow's perspective: where in the picture each point of the frame comes from."""
    (column, row), (x, y) = centre, middle
    cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
    a, b = cosine + column * far, -sine + column * near
    d, e = sine + row * far, cosine + row * near
    depth = 1 - far * x - near * y
    parts = (a, b, column - a * x - b * y, d, e, row - d * x - e * y, far, near)
    return [part / depth for part in parts]
