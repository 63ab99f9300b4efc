"""`make test`: every test on SQLite and, beside it, all but the browser's on PostgreSQL.

`make test ARGS="-k name"` runs some. The two runs share the machine's cores; what the second prints comes after the
first has ended.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services import CHROMIUM, SOFFICE, ZBARIMG, postgresql, postgresql_programs

LACKING = {
    "Chromium (browser tests)": (CHROMIUM, "chromium"),
    "LibreOffice (opening the workbook)": (SOFFICE, "libreoffice-calc"),
    "zbarimg (reading poster codes)": (ZBARIMG, "zbar-tools"),
    "PostgreSQL": (postgresql_programs(), "postgresql"),
}
NOT_OURS = {"HOST", "PORT", "DEMO", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ADMIN_PASSWORD"}


def start(folder, *arguments, output=None, **environment):
    """Starts one run with a data folder and a coverage file of its own."""
    folder.mkdir()
    variables = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    own = {"DATA_DIR": str(folder), "COVERAGE_FILE": f".coverage.{folder.name}"}
    command = [sys.executable, "-m", "pytest", "--cov", "--cov-report=", *arguments, *sys.argv[1:]]
    return subprocess.Popen(command, env=variables | own | environment, stdout=output, stderr=output)


def run(folder):
    """Both runs; returns how many of them failed."""
    if not postgresql_programs():
        return start(folder / "sqlite").wait()
    printed = folder / "printed"
    with postgresql() as address, printed.open("w") as output:
        selection = ["-m", "not browser and not sqlite_only"]
        beside = start(folder / "postgresql", *selection, output=output, DATABASE_URL=address)
        try:
            print("— SQLite —", flush=True)
            failed = bool(start(folder / "sqlite").wait())
            failed += bool(beside.wait())
        finally:
            beside.terminate()
    print(f"— PostgreSQL —\n{printed.read_text()}", flush=True)
    return failed


def main():
    for what, (found, package) in LACKING.items():
        if not found:
            print(f"{what} is not installed: its tests are skipped. To have them: apt install {package}")
    with tempfile.TemporaryDirectory(prefix="sala-test-") as folder:
        failed = run(Path(folder))
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], check=False)
    subprocess.run([*coverage, "report", "--skip-covered", "--sort=cover"], check=False)
    return failed


if __name__ == "__main__":
    sys.exit(main())
