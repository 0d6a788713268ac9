"""One build in its steps: landing, dbt and publishing, each with and without data."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tools.benchmark.measure import Measured, measure

_DIALMART = str(Path(sys.executable).parent / "dialmart")
# As `dialmart build` calls it.
_DBT_BUILD = (
    sys.executable, "-m", "dialmart.building.dbt_process",
    "build", "--exclude-resource-type", "unit_test",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Build:
    """The steps of a build, and how long landing and dbt take when there is no data at all."""

    name: str
    land: Measured
    dbt: Measured
    publish: Measured
    fixed_seconds: float

    def numbers(self, line: float) -> dict[str, float]:
        """What there is to report; line: L in seconds. Publishing stands apart from the sum."""
        seconds = self.land.seconds + self.dbt.seconds
        return {
            "landing, s": self.land.seconds,
            "dbt, s": self.dbt.seconds,
            "sum, s": seconds,
            "fixed cost in it, s": self.fixed_seconds,
            "sum / L": seconds / line,
            "(sum - fixed) / L": (seconds - self.fixed_seconds) / line,
            "publishing, s": self.publish.seconds,
            "landing's memory, GB": self.land.peak_gigabytes,
            "dbt's memory, GB": self.dbt.peak_gigabytes,
            "publishing's memory, GB": self.publish.peak_gigabytes,
        }


def measure_build(name: str, as_of: date, place: Path) -> Build:
    """Builds <place>/nothing from no data, then <place>/all from <place>/raw.

    The first build of a place is a full one, later ones add to what is there.
    """
    nothing = place / "no raw data"
    nothing.mkdir(exist_ok=True)
    empty = _steps(f"{name} of nothing", nothing, place / "nothing", as_of)
    full = _steps(name, place / "raw", place / "all", as_of)
    return Build(name, *full, fixed_seconds=empty[0].seconds + empty[1].seconds)


def _steps(
    name: str, raw: Path, warehouse: Path, as_of: date
) -> tuple[Measured, Measured, Measured]:
    """Lands, runs dbt and publishes."""
    warehouse.mkdir(exist_ok=True)
    environment = {
        "DIALMART_RAW": str(raw),
        "DIALMART_DB": str(warehouse / "dialmart.duckdb"),
        "DBT_TARGET_PATH": str(warehouse / "target"),
        "DBT_LOG_PATH": str(warehouse / "logs"),
    }
    settings = json.dumps({"as_of_date": f"{as_of:%Y-%m-%d}", "history_months": 0})
    land = measure(f"{name}, land", [_DIALMART, "land"], environment, warehouse)
    command = [*_DBT_BUILD, "--vars", settings]
    dbt = measure(f"{name}, dbt", command, environment, warehouse)
    publish = measure(f"{name}, publish", [_DIALMART, "publish"], environment, warehouse)
    return land, dbt, publish
