"""The whole simulation: draws the world, writes its tables month by month, tells the truth."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator import (
    aftermath,
    billing,
    catalogue,
    cdrs,
    connectors,
    digital,
    exchange,
    handsets,
    holdings,
    lines,
    marketing,
    notes,
    orders,
    population,
    truth,
    writing,
)
from simulator.columns import Array
from simulator.contact_centre import ContactCentre
from simulator.contact_rows import contacts_table
from simulator.dirt import Dirt
from simulator.invoices import transactions_table
from simulator.settings import Month, Settings

CHUNK_CUSTOMERS = 100_000  # customers drawn together for every table but cdrs
MONTHLY = ("contacts", "tickets", "orders", "transactions", "web_events", "product_holdings")
Report = Callable[[str, int, int], None]  # what, done, of how many


@dataclass
class Simulation:
    """A drawn operator that can be written once."""

    settings: Settings
    folder: Path

    def __post_init__(self) -> None:
        settings = self.settings
        self.truth = truth.Truth()
        self.sink = writing.Sink(self.folder, settings, self.truth, Dirt(settings, self.truth))
        self.customers = population.draw(settings)
        self.lines = lines.draw(settings, self.customers)
        self.handsets = handsets.draw(settings, self.customers, self.lines)
        self.marketing = marketing.draw(settings, self.customers)
        self.calendar = settings.calendar()

    def write(self, report: Report) -> None:
        """Write every wanted table."""
        self._lasting_tables()
        report("customers", 0, len(self.calendar))
        centre = ContactCentre(
            self.settings,
            self.customers,
            self.lines,
            self.marketing,
            catalogue.agent_skill(self.settings),
        )
        bills = billing.Billing(
            self.settings, self.customers, self.lines, self.handsets, self.marketing
        )
        calls = self.settings.wants("cdrs")
        traffic = (
            exchange.Exchange(self.settings, self.customers, self.lines, self.handsets)
            if calls
            else None
        )
        others = self.settings.connectors or any(
            self.settings.wants(table) for table in (*MONTHLY, "surveys")
        )
        for month in self.calendar:
            if traffic:
                self._cdrs(traffic, month)
            if others:
                self._month(centre, bills, month)
            report(month.label, month.index + 1, len(self.calendar))

    def _lasting_tables(self) -> None:
        settings, sink, customers = self.settings, self.sink, self.customers
        sink.whole("customers", population.customers_table(settings, customers))
        sink.whole("customer_attributes", notes.attributes_table(settings, customers))
        sink.whole("consents", notes.consents_table(settings, customers))
        sink.whole("subscriptions", lines.subscriptions_table(settings, self.lines))
        sink.whole("devices", handsets.devices_table(self.handsets, self.lines))
        sink.whole("products", catalogue.products())
        sink.whole("cells", catalogue.cells())
        sink.whole("campaigns", marketing.campaigns_table(settings, self.marketing))
        sink.whole("campaign_members", marketing.members_table(self.marketing))
        sink.csv("agents", "agents.csv", catalogue.agents(settings), mark=True)
        plans = "product_holdings/plans.parquet"
        sink.append(
            "product_holdings", plans, holdings.holdings_table(settings, customers, self.lines)
        )
        sink.finish("product_holdings", plans)

    def _cdrs(self, traffic: exchange.Exchange, month: Month) -> None:
        file, later = self._file("cdrs", month), self._later("cdrs", month)
        for part in cdrs.month_of(traffic, month):
            self.sink.append("cdrs", file, part, later, month.index)
        self.sink.finish("cdrs", file, later is not None, month.index)

    def _month(self, centre: ContactCentre, bills: billing.Billing, month: Month) -> None:
        """Everything but the CDRs of a month, some customers at a time."""
        settings, size = self.settings, len(self.customers)
        surveys = []
        for chunk, lo in enumerate(range(0, size, CHUNK_CUSTOMERS)):
            hi = min(lo + CHUNK_CUSTOMERS, size)
            contacts = centre.draw(month, chunk, lo, hi)
            ordered = orders.draw(settings, self.customers, month, chunk, lo, hi)
            paid = bills.draw(month, chunk, lo, hi, contacts, ordered)
            parts = {
                "contacts": contacts_table(self.lines, contacts),
                "tickets": aftermath.tickets_table(settings, month, chunk, contacts),
                "orders": orders.orders_table(ordered),
                "transactions": transactions_table(settings, self.customers, month, chunk, paid),
                "web_events": digital.draw(
                    settings, self.customers, month, chunk, lo, hi, contacts
                ),
                "product_holdings": orders.pack_holdings(settings, self.lines, ordered),
            }
            for table in MONTHLY:
                later = self._later(table, month)
                self.sink.append(table, self._file(table, month), parts[table], later)
            surveys.append(
                aftermath.surveys_table(settings, self.customers, month, chunk, lo, hi, contacts)
            )
            if settings.connectors and chunk == 0 and month is self.calendar[-1]:
                self._connectors(parts["contacts"])
        for table in MONTHLY:
            self.sink.finish(table, self._file(table, month), self._later(table, month) is not None)
        self.sink.csv(
            "surveys",
            f"surveys/{month.label}.csv.gz",
            pa.concat_tables(surveys),
            awkward=month.index == 0,
        )

    def _connectors(self, contacts: pa.Table) -> None:
        rows = connectors.mirrored(contacts)
        self.sink.csv("asterisk_cdr", "asterisk_cdr/Master.csv", connectors.asterisk_cdr(rows))
        self.sink.csv(
            "asterisk_queue_log",
            "asterisk_queue_log/queue_log.csv",
            connectors.asterisk_queue_log(rows),
            header=False,
            delimiter="|",
        )
        self.sink.csv(
            "freeswitch_cdr",
            "freeswitch_cdr/Master.csv",
            connectors.freeswitch_cdr(rows),
            header=False,
        )

    def _file(self, table: str, month: Month) -> str:
        return f"{table}/{month.label}.parquet"

    def _later(self, table: str, month: Month) -> str | None:
        """The file of the next month, where there is one."""
        following = month.index + 1
        if following == len(self.calendar):
            return None
        return self._file(table, self.calendar[following])

    def write_truth(self, folder: Path) -> None:
        """Write what was planted: five tables and a summary."""
        folder.mkdir(parents=True)
        tables = {
            "customers": truth.customers_table(self.customers, self._frequent_changers()),
            "numbers": lines.ownership_table(self.lines),
            "campaigns": marketing.truth_table(self.marketing),
            "planted": self.truth.planted_table(),
            "files": self.truth.files_table(),
        }
        for name, rows in tables.items():
            pq.write_table(rows, folder / f"{name}.parquet", **writing.PARQUET)
        self.truth.write_summary(folder, arguments(self.settings))

    def _frequent_changers(self) -> Array:
        """Whether each customer is a person with a line that changes its handset often."""
        owners = self.lines.customer[self.handsets.is_frequent]
        often = np.bincount(owners, minlength=len(self.customers)) > 0
        found: Array = often & (self.customers.sector == 0)
        return found


def arguments(settings: Settings) -> dict[str, Any]:
    """The settings as plain values."""
    return {**asdict(settings), "end": settings.end.isoformat(), "only": list(settings.only)}


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of every file below a folder, by relative path."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            found[path.relative_to(folder).as_posix()] = path.stat().st_size
    return dict(sorted(found.items()))
