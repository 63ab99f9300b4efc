"""Makes the project's environment on a machine that has only Python: `python3 tools/environment.py FOLDER`.

Uses the standard library alone. Debian's python3 comes without pip; there the installer's wheel is taken from the
package index itself and checked against the hash the index gives.
"""

import hashlib
import io
import os
import platform
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import venv
import zipfile
from pathlib import Path

UV_VERSION = "0.13.8"


def main(folder):
    if sys.version_info < (3, 11):
        sys.exit("Sala needs Python 3.11 or newer. Say which one to use: make start PYTHON=python3.12")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=False, symlinks=True)
    uv = folder / "bin" / "uv"
    if not uv.exists():
        print("Fetching the installer …", flush=True)
        uv.write_bytes(uv_program())
        uv.chmod(0o755)
    print("Installing the locked packages …", flush=True)
    environment = os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder), "VIRTUAL_ENV": str(folder)}
    # Compiled at once: where Python may not or cannot write, each process would compile all of it for itself.
    command = [str(uv), "sync", "--frozen", "--inexact", "--all-extras", "--compile-bytecode"]
    command += ["--quiet", "--python", str(python)]
    return subprocess.run(command, env=environment, check=False).returncode


def uv_program():
    """The bytes of the `uv` program for this machine, from the package index."""
    index = (os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple").rstrip("/") + "/uv/"
    with urllib.request.urlopen(index, timeout=60) as answer:
        links = re.findall(r'href="([^"]+)"', answer.read().decode())
    system = {"Linux": "manylinux", "Darwin": "macosx"}.get(platform.system(), "")
    wanted = re.compile(rf"uv-{re.escape(UV_VERSION)}-.*{system}.*_{platform.machine()}\.")
    for link in links:
        if wanted.search(link):
            address, _, digest = urllib.parse.urljoin(index, link).partition("#sha256=")
            with urllib.request.urlopen(address, timeout=300) as answer:
                wheel = answer.read()
            if digest != hashlib.sha256(wheel).hexdigest():
                sys.exit(f"{address} is damaged: its hash is not the one the index gives. Try again later.")
            return zipfile.ZipFile(io.BytesIO(wheel)).read(f"uv-{UV_VERSION}.data/scripts/uv")
    sys.exit(f"The index has no uv {UV_VERSION} for {platform.system()} on {platform.machine()}.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
