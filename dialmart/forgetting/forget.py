"""Forgets a customer: their records leave the raw files, and the warehouse is built without them.

What belongs to a customer is read from the last build, where every number has its holder. A list
of keyed hashes beside the warehouse keeps records that come again out of it.
"""

from __future__ import annotations

from collections.abc import Callable

from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.forgetting.findings import find
from dialmart.forgetting.forgotten import Forgotten, read_forgotten
from dialmart.forgetting.rewriting import pending, prepare
from dialmart.landing.land import Say
from dialmart.privacy.personal import number_id
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths


def forget(
    paths: Paths,
    tables: dict[str, Table],
    customer_id: str,
    is_confirmed: bool,
    say: Say,
    build: Callable[[], int],
) -> int:
    """The exit code of the build without the customer, which does what has been prepared.

    Without confirmation it only tells what would be done. May be run again after it was
    interrupted, and when files of before were delivered again. Raises LandingError if nothing
    is known of such a customer.
    """
    if not paths.work.exists():
        raise LandingError(f"There is no work file {paths.work}: build first.")
    begun = pending(paths)
    if begun is not None:
        code = build()
        if code or begun == customer_id:
            return code
    key = number_key(paths.number_key, say)
    name_hash = number_id(customer_id, key)
    is_known = any(one.name_hash == name_hash for one in read_forgotten(paths.forgotten))
    findings = find(paths.work, customer_id, key)
    if not (findings.files or findings.held or is_known):
        raise LandingError(f"No record of a customer {customer_id} has been loaded.")
    for line in findings.account():
        say(line)
    if not is_confirmed:
        say("Nothing has been changed. YES=1 (--yes) removes them for good.")
        return 2
    held = [Forgotten(number_id(number, key), *period) for number, *period in findings.held]
    prepare(paths, tables, customer_id, findings, [Forgotten(name_hash), *held])
    return build()
