# /// script
# requires-python = ">=3.11"
# dependencies = ["brotli==1.1.0"]
# ///
"""Fetches Chromium 70 for Linux on x86-64, the oldest browser that must work: `uv run tools/old_chromium.py FILE`.

Chromium's own archive names its builds by revision; a package of the npm registry holds one whose version is known.
"""

import hashlib
import io
import os
import sys
import tarfile
import urllib.request
from pathlib import Path

import brotli

PACKAGE = "chrome-aws-lambda/-/chrome-aws-lambda-1.7.0.tgz"
INSIDE = "package/bin/chromium-70.0.3508.0.br"
SHA256 = "abdc06b15787284e289565a02442e1bcb22215ab75bca513922bfa4dd2e9fa89"


def main(file):
    if file.exists():
        return
    registry = (os.environ.get("NPM_CONFIG_REGISTRY") or "https://registry.npmjs.org").rstrip("/")
    print(f"Fetching {PACKAGE} from {registry} …", flush=True)
    with urllib.request.urlopen(f"{registry}/{PACKAGE}", timeout=300) as answer:
        packed = io.BytesIO(answer.read())
    with tarfile.open(fileobj=packed) as package:
        program = brotli.decompress(package.extractfile(INSIDE).read())
    if hashlib.sha256(program).hexdigest() != SHA256:
        sys.exit(f"{PACKAGE} is another one: its program has not the hash that is expected.")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(program)
    part.chmod(0o755)
    part.rename(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
