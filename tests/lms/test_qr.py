import re

import qrcode

from lms.qr import qr_svg, wifi_text


def modules(svg):
    """The dark modules of an SVG as {(x, y)}."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg)
    return {(int(x) + step, int(y)) for x, y, length in runs for step in range(int(length))}


def test_the_drawing_is_the_code():
    text = "https://sala.example/z/old-pier/"
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    drawn = modules(qr_svg(text, label="x"))
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}
    assert min(min(place) for place in drawn) == 4


def test_the_label_is_escaped():
    assert 'aria-label="a &amp; &quot;b&quot;"' in qr_svg("x", label='a & "b"')


def test_no_style_attribute_that_the_security_policy_would_refuse():
    assert "style" not in qr_svg("x", label="x")


def test_a_network_name_is_escaped():
    assert wifi_text("Sala Free") == "WIFI:T:nopass;S:Sala Free;;"
    assert wifi_text('a\\b;c,d"e:f') == 'WIFI:T:nopass;S:a\\\\b\\;c\\,d\\"e\\:f;;'
