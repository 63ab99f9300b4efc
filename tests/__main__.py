"""`make test`: every test on SQLite, then all but the browser's on PostgreSQL; `make test ARGS="-k name"` for some."""

import os
import subprocess
import sys
import tempfile

from tests.services import CHROMIUM, SOFFICE, ZBARIMG, postgresql, postgresql_programs

LACKING = {
    "Chromium (browser tests)": (CHROMIUM, "chromium"),
    "LibreOffice (opening the workbook)": (SOFFICE, "libreoffice-calc"),
    "zbarimg (reading poster codes)": (ZBARIMG, "zbar-tools"),
    "PostgreSQL": (postgresql_programs(), "postgresql"),
}


def run(*arguments, **environment):
    with tempfile.TemporaryDirectory(prefix="sala-test-") as folder:
        command = [sys.executable, "-m", "pytest", "--cov", "--cov-branch", *arguments, *sys.argv[1:]]
        variables = {
            name: value for name, value in os.environ.items() if name not in ("HOST", "PORT", "DEMO")
        }
        return subprocess.run(
            command, env=variables | {"DATA_DIR": folder} | environment, check=False
        ).returncode


def main():
    for what, (found, package) in LACKING.items():
        if not found:
            print(f"{what} is not installed: its tests are skipped. To have them: apt install {package}")
    print("— SQLite —", flush=True)
    failed = run("--cov-report=")
    if postgresql_programs():
        print("— PostgreSQL —", flush=True)
        with postgresql() as address:
            selection = ["-m", "not browser and not sqlite_only"]
            failed |= run(*selection, "--cov-append", "--cov-report=term:skip-covered", DATABASE_URL=address)
    return failed


if __name__ == "__main__":
    sys.exit(main())
