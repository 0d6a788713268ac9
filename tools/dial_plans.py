"""Writes the seed `dial_plans` from the metadata of the library `phonenumbers`.

`python -m tools.dial_plans` after an update of the library; the seed is checked in, so that a build
needs no library. What a column means is said in seeds/numbers/dial_plans.yml.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

SEED = Path("seeds/numbers/dial_plans.csv")
COLUMNS = (
    "country_code", "regions", "international_prefix", "national_prefix", "national_prefix_pattern",
    "national_prefix_groups", "national_prefix_replacement", "number_pattern", "lengths",
)  # fmt: skip
_NO_REGION = "001"


def plans() -> Iterator[dict[str, str | int]]:
    """One row per country code that has a region, by the metadata of its main region."""
    for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        if regions[0] == _NO_REGION:
            continue
        plan = PhoneMetadata.metadata_for_region(regions[0])
        if plan is None or plan.general_desc is None:
            raise LookupError(f"The library has no metadata of {regions[0]}.")
        prefix = plan.national_prefix_for_parsing or ""
        yield dict(
            zip(
                COLUMNS,
                (
                    code,
                    " ".join(regions),
                    _portable(plan.international_prefix),
                    plan.national_prefix or "",
                    _portable(prefix),
                    _groups(prefix),
                    (plan.national_prefix_transform_rule or "").replace("\\", "$"),
                    _portable(plan.general_desc.national_number_pattern),
                    " ".join(map(str, _lengths(regions))),
                ),
                strict=True,
            )
        )


def _lengths(regions: tuple[str, ...]) -> list[int]:
    """How many digits a number of any of the regions may have."""
    found: set[int] = set()
    for region in regions:
        plan = PhoneMetadata.metadata_for_region(region)
        found.update(plan.general_desc.possible_length if plan and plan.general_desc else ())
    return sorted(length for length in found if length > 0)


def _groups(pattern: str) -> int:
    """The number of capturing groups."""
    return pattern.replace("(?", "").count("(")


def _portable(pattern: str | None) -> str:
    """A pattern without what engines escape differently."""
    return (pattern or "").replace("\\d", "[0-9]")


def write(path: Path = SEED) -> None:
    """Writes the seed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(plans())


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:]))
