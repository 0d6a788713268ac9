"""The process in which `dialmart validate` and every build check the work file.

Exit codes: 0 all holds, but for warnings; 1 the data are bad; 2 a check is broken.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import duckdb

from dialmart.errors import LandingError
from dialmart.privacy.personal import text_without_numbers
from dialmart.warehouse.children import tell
from dialmart.warehouse.paths import Paths


def main(*arguments: str) -> int:
    """The exit code of checking the work file of DIALMART_DB; see docs/quality.md.

    With the argument --self-test, of checking that planted defects are noticed.
    DIALMART_ACCEPT names expectations, separated by commas, that may fail this time.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # So that what is open is closed, and the copy of a self-test removed.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        paths = Paths.from_environment()
        work, folder = paths.work, paths.target / "validation"
        _check_file(work)
        return _self_test(work, folder) if "--self-test" in arguments else _validate(work, folder)
    except LandingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except Exception as error:  # Whatever it is, it says nothing of the data.
        first, *_ = str(error).splitlines() or [""]
        print(f"The checks cannot be made: {text_without_numbers(first)}", file=sys.stderr)
        return 2


def _check_file(work: Path) -> None:
    """Raises LandingError if there is no work file, or none that can be opened."""
    if not work.exists():
        raise LandingError(f"There is no work file {work}: build first.")
    try:
        duckdb.connect(work, read_only=True).close()
    except duckdb.Error as error:
        raise LandingError(f"{work} cannot be opened: {error}") from error


def _validate(work: Path, folder: Path) -> int:
    # Great Expectations takes seconds to import.
    from dialmart.validation.outcomes import account, exit_code, failures
    from dialmart.validation.validation import opened

    named = os.environ.get("DIALMART_ACCEPT", "").split(",")
    accepted = {name.strip() for name in named} - {""}
    with opened(work, folder) as warehouse:
        outcomes = warehouse.validate(accepted)
    if unknown := accepted - {one.name for one in outcomes}:
        raise LandingError(f"There is no expectation to accept: {', '.join(sorted(unknown))}")
    for line in failures(outcomes):
        print(line)
    tell(summary=f"{account(outcomes)}; {folder / 'data_docs' / 'index.html'} says more")
    return exit_code(outcomes)


def _self_test(work: Path, folder: Path) -> int:
    from dialmart.validation.self_test import self_test

    missed = 0
    for planted in self_test(work, folder.with_name("self_test")):
        print(planted.line(), flush=True)
        missed += not planted.is_noticed
    tell(summary=f"{missed} defects were missed" if missed else "every defect was noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
