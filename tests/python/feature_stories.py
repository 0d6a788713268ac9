"""A few customers whose features can be told by hand, each a story about edges.

All stories end at AS_OF, 2026-10-01, a Thursday. Moments without an offset are in the business time
zone, Asia/Shanghai.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.python.story_rows import call, contact, looked, paid, row

Story = dict[str, object]  # feature -> value

STORIES: dict[str, Story] = {}

PRODUCTS = (
    {"product_id": "plan", "category": "mass_plan", "service_type": "mobile", "brand": "Everyday",
     "network_generation": "4G", "included_data_mb": 1024, "included_minutes": 100,
     "list_price": 59},
    {"product_id": "cheap", "category": "device", "network_generation": "5G", "list_price": 999},
    {"product_id": "dear", "category": "device", "network_generation": "5G", "list_price": 1000},
    {"product_id": "office", "category": "enterprise", "service_type": "cloud", "list_price": 300},
    {"product_id": "pack", "category": "short_pack", "list_price": 15},
)  # fmt: skip
for product in PRODUCTS:
    row("products", **product)

# Night is from 22 to 6 h, by the moment at which a call begins.
for at in ("2026-09-21 21:59:59", "2026-09-21 22:00:00", "2026-09-22 00:00:00",
           "2026-09-22 05:59:59", "2026-09-22 06:00:00"):  # fmt: skip
    call("night", at)
call("night", "2026-09-21 23:59:59", seconds=600)  # lasts into the next day
call("night", "2026-09-21 23:00:00", seconds=0)
row("cdrs", customer_id="night", started_at="2026-09-22 03:00:00", usage_type="data",
    data_bytes=300)  # fmt: skip
row("cdrs", customer_id="night", started_at="2026-09-22 12:00:00", usage_type="data",
    data_bytes=100)  # fmt: skip
STORIES["night"] = {
    "calls_3m": 6, "night_calls_3m": 4, "night_call_share_3m": 4 / 6, "night_data_bytes_3m": 300,
    "night_data_share_3m": 0.75, "weekend_call_share_3m": 0, "weekend_data_share_3m": 0,
}  # fmt: skip

# The weekend begins and ends at midnight in Shanghai, which is 16 h in UTC.
for at in ("2026-09-25T15:59:59Z", "2026-09-25T16:00:00Z", "2026-09-27T15:59:59Z",
           "2026-09-27T16:00:00Z"):  # fmt: skip
    call("weekend", at)
STORIES["weekend"] = {"calls_3m": 4, "weekend_calls_3m": 2, "weekend_call_share_3m": 0.5,
                      "night_calls_3m": 4}  # fmt: skip

# A machine that rings many numbers from one place.
for serial, seconds in enumerate((5, 5, 5, 6, 0, 0)):
    call("machine", f"2026-09-1{serial % 2} 10:00:00", f"1390000000{serial}", seconds,
         cell_id="a" if serial < 4 else "b")  # fmt: skip
call("machine", "2026-09-12 10:00:00", "16899001", 30, charge="2.00", cell_id="a")
contact("machine", "2026-09-12 11:00:00", verification="failed")
contact("machine", "2026-06-30 23:59:59", verification="failed")
STORIES["machine"] = {
    "outgoing_calls_1m": 7, "short_or_unanswered_calls_1m": 5, "numbers_called_1m": 7,
    "short_or_unanswered_share_1m": 5 / 7, "most_short_calls_in_a_day_1m": 3, "cells_used_1m": 2,
    "outgoing_calls_from_top_cell_1m": 5, "top_cell_share_1m": 5 / 7, "premium_rate_calls_1m": 1,
    "premium_rate_charge_1m": Decimal(2), "failed_verifications_3m": 1,
}  # fmt: skip

# Whom one calls tells who one is. The own operator is China Mobile.
for other in ("10086", "10086", "10010", "12300", "95588", "95188", "95519", "12306", "95583",
              "95010"):  # fmt: skip
    call("caller", "2026-09-10 10:00:00", other)
call("caller", "2026-09-10 11:00:00", "10000", direction="incoming")
call("caller", "2026-09-10 12:00:00", "10000", 0, direction="incoming")
STORIES["caller"] = {
    "own_service_calls_3m": 2, "competitor_service_calls_1m": 1, "competitor_calls_received_3m": 1,
    "regulator_calls_3m": 1, "finance_calls_3m": 3, "travel_calls_3m": 3, "airline_calls_3m": 1,
    "incoming_calls_1m": 2,
}  # fmt: skip

# 90 days before the date lies 3 July, one half-life; 4 April lies two.
paid("payer", "2026-07-03 12:00:00", 100, revenue_class="voice")
paid("payer", "2026-04-04 12:00:00", 100, revenue_class="data")
paid("payer", "2026-09-30 12:00:00", 0, revenue_class="data")
STORIES["payer"] = {
    "recent_weighted_revenue_12m": Decimal(75), "net_revenue_trend_3m": 0.0, "arpu_change_3m": 0.0,
    "voice_revenue_share_12m": 0.5, "data_revenue_share_12m": 0.5,
    "value_added_revenue_share_12m": 0.0, "value_added_revenue_trend_3m": None,
}  # fmt: skip
paid("new spender", "2026-09-01", 100, revenue_class="value_added")
STORIES["new spender"] = {"net_revenue_trend_3m": None, "value_added_revenue_share_12m": 1.0,
                          "value_added_revenue_trend_3m": None}  # fmt: skip

# What is due on the last day is not overdue yet, what is paid later was not paid then.
for due, settled in (("2026-08-20", "2026-08-25"), ("2026-08-20", "2026-08-20"),
                     ("2026-09-10", "2026-10-05"), ("2026-09-29", ""),
                     ("2026-09-30", "")):  # fmt: skip
    paid("debtor", "2026-08-01", 29, transaction_type="charge", is_recurring=True, due_on=due,
         paid_on=settled)  # fmt: skip
STORIES["debtor"] = {"bills_paid_late_12m": 1, "bills_overdue": 2, "amount_overdue": Decimal(58),
                     "recurring_revenue_share_12m": 1.0, "purchases_12m": 0}  # fmt: skip

# A handset counts after seven days; the first ever is no change.
for name, second in (("settled", "2026-09-24 00:00:00"), ("unsettled", "2026-09-24 00:00:01")):
    row("devices", customer_id=name, imei="1", first_seen_at="2022-01-01",
        network_generation="4G", brand="Kite", price=699)  # fmt: skip
    row("devices", customer_id=name, imei="2", first_seen_at=second, network_generation="5G",
        brand="Mizu", price=1999)  # fmt: skip
for at in ("2026-09-01 00:00:00", "2026-09-02 09:00:00", "2026-09-03 09:00:00",
           "2026-08-31 23:59:59"):  # fmt: skip
    looked("settled", at)
# The contract ends within 90 days; 10 points for the change, 20 for the looks, 10 for the end.
row("product_holdings", customer_id="settled", product_id="plan", started_at="2024-12-30",
    contract_ends_on="2026-12-30")  # fmt: skip
STORIES["settled"] = {
    "handset_changes_36m": 1, "handset_months": 0, "handset_brand": "Mizu",
    "handset_price": Decimal(1999), "is_handset_behind": False, "handset_browsing_days_1m": 3,
    "contract_ends_on": date(2026, 12, 30), "days_to_contract_end": 90, "handset_change_score": 40,
}  # fmt: skip
STORIES["unsettled"] = {"handset_changes_36m": 0, "handset_change_score": 0}
row("devices", customer_id="old handset", imei="1", first_seen_at="2023-10-01",
    network_generation="4g")  # fmt: skip
looked("old handset", "2026-09-05 09:00:00")
row("product_holdings", customer_id="old handset", product_id="plan", started_at="2024-12-31",
    contract_ends_on="2026-12-31")  # fmt: skip
# 25 points for the age, 15 for the network, 12 for the look, none for the contract.
STORIES["old handset"] = {"handset_months": 36, "is_handset_behind": True,
                          "days_to_contract_end": 91, "handset_change_score": 52}  # fmt: skip
looked("no handset", "2026-09-05 09:00:00")
STORIES["no handset"] = {"handset_change_score": None, "handset_months": None,
                         "is_handset_behind": False, "handset_changes_36m": 0}  # fmt: skip

# The second enquiry and the purchase fall into one moment: it was bought.
for at, intent, goods in (("2026-09-02 10:00:00", "feature", "cheap"),
                          ("2026-09-10 10:00:00", "feature", "dear"),
                          ("2026-09-20 10:00:00", "feature", "cheap"),
                          ("2026-09-21 10:00:00", "price", ""),
                          ("2026-08-31 23:59:59", "price", "cheap")):  # fmt: skip
    contact("enquirer", at, intent=intent, product_id=goods)
paid("enquirer", "2026-09-10 10:00:00", 999, product_id="dear")
paid("enquirer", "2026-09-25 10:00:00", 59, product_id="plan")
STORIES["enquirer"] = {
    "product_enquiries_1m": 3, "unbought_enquiries_1m": 1, "feature_contacts_on_one_product_3m": 2,
    "budget_handset_enquiries_6m": 3, "favourite_contact_channel_6m": "voice",
}  # fmt: skip


def asks_for_a_handset(customer: str, at: str, **columns: object) -> None:
    """A sales call about handsets that ends without an order."""
    contact(customer, at, **{"purpose": "sales", "topic": "handset",
                             "lost_reason": "still_thinking"} | columns)  # fmt: skip


# Of four calls one will never buy, one has ordered, one will order after the date.
asks_for_a_handset("shopper", "2026-09-05 10:00:00")
asks_for_a_handset("shopper", "2026-09-06 10:00:00", lost_reason="wanted_model_not_sold")
asks_for_a_handset("shopper", "2026-09-07 10:00:00", contact_id="ordered")
asks_for_a_handset("shopper", "2026-09-04 10:00:00", contact_id="orders later")
asks_for_a_handset("shopper", "2026-09-03 10:00:00", purpose="service")
asks_for_a_handset("shopper", "2026-09-03 10:00:00", topic="tariff", product_id="plan")
asks_for_a_handset("shopper", "2026-08-31 23:59:59")
for name, at in (("ordered", "2026-09-30 23:59:59"), ("orders later", "2026-10-01 00:00:00")):
    row("orders", customer_id="shopper", contact_id=name, submitted_at=at, product_id="cheap",
        status="succeeded", channel="voice")  # fmt: skip
row("devices", customer_id="shopper", imei="1", first_seen_at="2026-09-05 10:00:00")
looked("shopper", "2026-09-05 10:00:01")
STORIES["shopper"] = {
    "handset_enquiries_1m": 2, "last_handset_enquiry_at": datetime(2026, 9, 5, 10),
    "has_browsed_handsets_since_enquiry": True, "has_kept_handset_since_enquiry": True,
}  # fmt: skip
asks_for_a_handset("changed", "2026-09-05 10:00:00", topic="", product_id="cheap")
looked("changed", "2026-09-05 10:00:00")
looked("changed", "2026-09-05 11:00:00", site="own")
row("devices", customer_id="changed", imei="1", first_seen_at="2026-09-05 10:00:01")
STORIES["changed"] = {
    "handset_enquiries_1m": 1, "has_browsed_handsets_since_enquiry": False,
    "has_kept_handset_since_enquiry": False,
}  # fmt: skip
looked("only looks", "2026-09-05 10:00:00")
STORIES["only looks"] = {"has_browsed_handsets_since_enquiry": False,
                         "has_kept_handset_since_enquiry": False}  # fmt: skip

# Failed, then done by another channel; failed, and done only after the date; failed too long ago.
for at, goods, status, channel, done in (
    ("2026-09-29 10:00:00", "pack", "failed", "app", ""),
    ("2026-09-30 10:00:00", "pack", "succeeded", "voice", "2026-09-30 10:05:00"),
    ("2026-09-28 00:00:00", "plan", "abandoned", "web", ""),
    ("2026-09-30 23:00:00", "plan", "succeeded", "voice", "2026-10-01 00:00:00"),
    ("2026-09-27 23:59:59", "office", "failed", "sms", ""),
    ("2026-09-30 10:00:00", "office", "failed", "voice", ""),
):
    row("orders", customer_id="orderer", submitted_at=at, completed_at=done, product_id=goods,
        status=status, channel=channel,
        failure_side="system" if status == "failed" else "")  # fmt: skip
STORIES["orderer"] = {
    "failed_electronic_orders_3d": 2, "open_failed_electronic_orders_3d": 1,
    "system_failed_orders_3m": 3, "abandoned_orders_3m": 1, "favourite_order_channel_6m": "voice",
}  # fmt: skip

for at, kind, score in (
    ("2026-07-01 00:00:00", "csat", 2),
    ("2026-06-30 23:59:59", "csat", 1),
    ("2026-09-01 09:00:00", "nps", 6),
    ("2026-09-15 09:00:00", "nps", 9),
):
    row("surveys", customer_id="asked", kind=kind, score=score, submitted_at=at)
STORIES["asked"] = {
    "lowest_csat_score_3m": 2, "average_csat_score_12m": 1.5, "lowest_nps_score_3m": 6,
    "last_nps_score": 9, "surveys_answered_12m": 4,
}  # fmt: skip

for channel in ("app", "app", "sms", "voice"):
    contact("self-service", "2026-04-01 00:00:00", channel=channel)
contact("self-service", "2026-03-31 23:59:59")
row("orders", customer_id="self-service", submitted_at="2026-09-01", channel="web")
STORIES["self-service"] = {
    "interactions_6m": 5, "electronic_share_6m": 0.8, "app_contacts_6m": 2, "sms_contacts_6m": 1,
    "voice_contacts_6m": 1, "chat_contacts_6m": 0, "favourite_contact_channel_6m": "app",
}  # fmt: skip

# 512 of 1,024 MB and 50 of 100 minutes.
row("product_holdings", customer_id="holder", product_id="plan", started_at="2020-01-01")
row("cdrs", customer_id="holder", started_at="2026-09-01 12:00:00", usage_type="data",
    data_bytes=512 * 2**20)  # fmt: skip
call("holder", "2026-09-01 12:00:00", seconds=3000)
paid("holder", "2026-04-01 00:00:00", 300, product_id="office", revenue_class="other")
paid("holder", "2026-03-31 23:59:59", 300, product_id="office", revenue_class="other")
paid("holder", "2026-09-01 12:00:00", 15, product_id="pack", revenue_class="data")
paid("holder", "2026-09-02 12:00:00", 15, product_id="pack", revenue_class="voice")
STORIES["holder"] = {
    "data_allowance_use_1m": 0.5, "call_allowance_use_1m": 0.5, "plan_fee": Decimal(59),
    "plan_brand": "Everyday", "products_held": 1, "cloud_office_purchases_6m": 1,
    "data_packs_1m": 1, "short_packs_1m": 2, "favourite_category_12m": "short_pack",
}  # fmt: skip

# A word holds until its last day; the register goes before what is mined, after a survey.
for attribute, value, source, until in (
    ("hobby", "Sport", "survey", "2026-09-30"),
    ("life_stage", "Settling", "survey", "2026-10-01"),
    ("education", "master", "mined", ""),
    ("occupation", "clerk", "survey", ""),
    ("mood", "upset", "mined", ""),
    ("religion", "none", "partner", ""),
    ("founded_on", "2001/4/5", "partner", ""),
    ("birth_date", "1999-09-09", "mined", ""),
):
    row("customer_attributes", customer_id="known", attribute=attribute, value=value,
        source=source, recorded_at="2026-09-01", valid_until=until)  # fmt: skip
STORIES["known"] = {
    "hobby": None, "life_stage": "settling", "education": "college", "occupation": "clerk",
    "mood": None, "religion": None, "founded_on": date(2001, 4, 5), "born_on": date(1999, 9, 9),
    "age_years": 27,
}  # fmt: skip
for customer in STORIES:
    register = {"education": "college", "occupation": "worker"} if customer == "known" else {}
    row("customers", customer_id=customer, joined_on="2020-01-01", **register)
