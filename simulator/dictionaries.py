"""Closed lists of the synthetic world: places, codes, kinds of people and service numbers."""

from __future__ import annotations

from dataclasses import dataclass

SECTORS = ("individual", "small", "medium", "large")  # individual, else company size
INDUSTRIES = ("finance", "health_care", "manufacturing", "retail", "education", "logistics")
EDUCATION = ("primary", "secondary", "college", "bachelor", "master")
INCOME_BANDS = ("very_low", "low", "middle", "high", "very_high")
OCCUPATIONS = ("student", "worker", "clerk", "professional", "manager", "self_employed", "retired")
MARITAL = ("single", "married", "divorced")
GENDERS = ("female", "male")

# City, area code, weight.
CITIES = (
    ("Shanghai", "021", 20),
    ("Beijing", "010", 16),
    ("Guangzhou", "020", 12),
    ("Shenzhen", "0755", 12),
    ("Chengdu", "028", 8),
    ("Hangzhou", "0571", 8),
    ("Wuhan", "027", 7),
    ("Nanjing", "025", 6),
    ("Xi'an", "029", 5),
    ("Suzhou", "0512", 3),
    ("Tianjin", "022", 3),
)

# Place type and how many cells of it every city has, in the order of the cell numbers.
PLACES = (
    ("residential", 12),
    ("residential_new", 4),
    ("business_district", 10),
    ("campus", 4),
    ("shopping", 4),
    ("industrial", 3),
    ("station", 2),
    ("airport", 1),
)
CELLS_PER_CITY = sum(count for _, count in PLACES)
RESIDENTIAL, BUSINESS, CAMPUS = (0, 16), (16, 26), (26, 30)  # ranges of cells within a city

INTERESTS = (
    "none",
    "video",
    "game",
    "stock",
    "sport",
    "maternal",
    "motoring",
    "travel",
    "shopping",
)

CAUSES = ("price", "service", "competitor", "moved", "arrears", "closed")
CAUSE_WEIGHTS = (0.30, 0.25, 0.25, 0.08, 0.07, 0.05)
PRICE, SERVICE, COMPETITOR = 0, 1, 2  # the causes that show before the customer leaves
LEAVE_REASONS = (
    ("tariff_high", "competitor_price"),
    ("service_unhappy", "service_unhappy"),
    ("new_service_elsewhere", "ported_out"),
    ("moved", "moved"),
    ("arrears", "arrears"),
    ("deceased_or_closed", "deceased_or_closed"),
)
FRAUD = ("none", "simbox", "wangiri_burst", "premium_traffic")
SIMBOX, WANGIRI, PREMIUM = 1, 2, 3


@dataclass(frozen=True)
class Archetype:
    """A kind of customer: how many there are and how they live."""

    name: str
    share: float
    ages: tuple[int, int]
    plans: tuple[tuple[int, float], ...]  # position in PRODUCTS, weight
    use: float  # CDRs against the mean
    voice: float  # share of voice in CDRs
    sms: float
    packs: float  # packs bought in a month
    logins: float  # app logins in a month
    interests: tuple[float, ...]  # one weight per INTERESTS


# fmt: off
ARCHETYPES = (
    Archetype("student", 0.10, (18, 23), ((5, 1.0),), 1.1, 0.20, 0.05, 0.40, 9,
              (2, 3, 3, 0, 2, 0, 0, 1, 2)),
    Archetype("young_data", 0.15, (20, 30), ((2, 0.4), (3, 0.6)), 1.2, 0.22, 0.05, 0.30, 10,
              (2, 3, 2, 0.5, 1.5, 0.5, 0.5, 1, 3)),
    Archetype("white_collar", 0.15, (28, 52), ((3, 0.4), (4, 0.6)), 1.2, 0.40, 0.08, 0.08, 6,
              (3, 1, 0.3, 3, 1.5, 0.5, 1.5, 3, 2)),
    Archetype("family", 0.16, (28, 48), ((6, 0.7), (7, 0.3)), 1.1, 0.42, 0.08, 0.05, 5,
              (3, 1, 0.2, 0.7, 0.7, 4, 1.5, 1, 2.5)),
    Archetype("elder", 0.11, (60, 86), ((1, 0.8), (2, 0.2)), 0.6, 0.82, 0.06, 0.02, 1,
              (7, 0.5, 0, 1.5, 0.3, 0, 0.3, 0.3, 0.3)),
    Archetype("mass", 0.16, (22, 60), ((2, 0.7), (3, 0.3)), 0.9, 0.48, 0.10, 0.12, 4,
              (5, 1, 0.7, 1, 1, 0.7, 2, 0.7, 1.5)),
    Archetype("pack_user", 0.08, (18, 45), ((0, 1.0),), 0.6, 0.30, 0.08, 1.80, 7,
              (3, 3, 2, 0.2, 0.5, 0.3, 0.5, 0.3, 1)),
    Archetype("enterprise", 0.06, (30, 60), ((8, 1.0),), 0.7, 0.62, 0.12, 0.02, 2,
              (6, 0, 0, 0.3, 0, 0, 2, 3, 1)),
    Archetype("prospect", 0.03, (17, 45), ((2, 1.0),), 0.0, 0.0, 0.0, 0.0, 0,
              (3, 1, 1, 0, 1, 1, 0, 0, 1)),
)
# fmt: on
NAMES = tuple(kind.name for kind in ARCHETYPES)
STUDENT, FAMILY, ELDER = NAMES.index("student"), NAMES.index("family"), NAMES.index("elder")
MASS, PACK_USER = NAMES.index("mass"), NAMES.index("pack_user")
ENTERPRISE, PROSPECT = NAMES.index("enterprise"), NAMES.index("prospect")

# Number as dialled, class, weight among outgoing calls to services, weight among incoming ones.
SERVICE_NUMBERS = (
    ("10086", "own_service", 14, 10),
    ("1008666", "own_service", 3, 0),
    ("10085", "own_service", 0, 9),
    ("10010", "competitor", 0.6, 1.5),
    ("10000", "competitor", 0.6, 1.5),
    ("10099", "competitor", 0.1, 0.2),
    ("110", "emergency", 0.3, 0),
    ("120", "emergency", 0.4, 0),
    ("12122", "road_traffic", 0.8, 0),
    ("12123", "road_traffic", 0.8, 0),
    ("12328", "road_traffic", 0.6, 0),
    ("12306", "railway", 2, 0),
    ("95583", "airline", 0.7, 0.1),
    ("95530", "airline", 0.7, 0.1),
    ("95539", "airline", 0.6, 0.1),
    ("95010", "travel_agent", 1, 0.3),
    ("12345", "government", 3, 0.5),
    ("12333", "government", 1.5, 0.2),
    ("12366", "government", 0.7, 0.1),
    ("12315", "government", 0.7, 0.2),
    ("12300", "regulator", 0.3, 0.1),
    ("95588", "bank", 5, 4),
    ("95599", "bank", 3, 2),
    ("95533", "bank", 4, 3),
    ("95555", "bank", 4, 4),
    ("95519", "insurer", 1, 2),
    ("95511", "insurer", 1.5, 3),
    ("95521", "broker", 0.7, 0.3),
    ("95565", "broker", 0.6, 0.3),
    ("95597", "broker", 0.7, 0.3),
    ("95188", "payment", 2, 1),
    ("95017", "payment", 1, 0.3),
    ("114", "directory", 1.5, 0),
    ("12121", "directory", 0.8, 0),
    ("95338", "courier", 1.5, 9),
    ("95543", "courier", 0.8, 7),
    ("95311", "courier", 0.8, 7),
    ("950616", "courier", 1, 6),
    ("11183", "courier", 0.8, 3),
    ("10105757", "local_life", 1.5, 5),
    ("10109777", "local_life", 1.5, 5),
    ("95598", "utility", 1, 0.5),
    ("4008123123", "enterprise_hotline", 2, 1),
    ("4006601188", "enterprise_hotline", 2, 2),
    ("8008100001", "enterprise_hotline", 0.5, 0),
    ("020-12345", "government", 0.4, 0),
    ("1259012345", "premium_rate", 0.1, 0.1),
    ("16899001", "premium_rate", 0.1, 0),
    ("0085223456789", "international", 0.7, 0.5),
    ("0014155550123", "international", 0.6, 0.3),
    ("+81312345678", "international", 0.5, 0.3),
    ("17951013800138000", "mobile", 0.4, 0),
    ("anonymous", "withheld", 0, 5),
    ("withheld", "withheld", 0, 3),
    ("", "withheld", 0, 2),
    *((f"{area}12340106", "traffic_radio", 0.12, 0) for _, area, _ in CITIES),
)
SMS_PORTS = ("10658888", "106980095588", "1069010086", "10657100", "106550010", "1062332266")

# Number classes that an interest makes more frequent, and how many times more.
INTEREST_CALLS = {
    "stock": (("broker",), 30.0),
    "motoring": (("traffic_radio", "road_traffic"), 15.0),
    "travel": (("airline", "railway", "travel_agent", "international"), 10.0),
    "shopping": (("courier", "local_life"), 3.0),
}

OWN_PREFIXES = (139, 138, 137, 136, 135, 150, 151, 158, 159, 182, 183, 187, 188)
OTHER_PREFIXES = (130, 131, 132, 155, 156, 185, 186, 133, 153, 180, 181, 189, 199, 170)

# fmt: off
FAILURE_REASONS = (
    "system_unstable", "network_lost", "timeout",  # on the side of the system
    "operation_error", "wrong_input", "payment_failed", "not_eligible",  # of the customer
)
# fmt: on
SYSTEM_FAILURES = 3
LOST_REASONS = (
    ("still_thinking", 0.5036),
    ("delivery_enquiry", 0.1167),
    ("model_not_suitable", 0.1036),
    ("delivery_after_purchase", 0.0120),
    ("wanted_model_not_sold", 0.0091),
    ("price", 0.1000),
    ("comparing", 0.0900),
    ("agent_or_line", 0.0400),
    ("other", 0.0250),
)
# fmt: off
TOPICS = (
    "tariff", "plan_inflexible", "data_insufficient", "throttling_rules", "few_shops",
    "broadband_slow", "slow_installation", "value_added_experience", "benefits_not_shared",
    "customisation_lacking", "cloud_less_flexible", "network_coverage", "billing_dispute",
    "product_quality", "agent_attitude", "delivery", "handset", "roaming", "cloud_office",
    "security",
)
# fmt: on
TOPIC = {name: position for position, name in enumerate(TOPICS)}

# What is noted of a few customers: attribute, source, values.
RARER_ATTRIBUTES = (
    ("gender", "survey", ("female", "male")),
    ("birth_date", "staff", ("1988-02-29", "2001-06-01")),
    ("education", "mined", ("bachelor", "college")),
    ("industry", "partner", ("retail", "education")),
    ("income_band", "mined", ("middle", "high")),
    ("household_type", "survey", ("couple", "with_children", "single")),
    ("marital_status", "survey", ("single", "married")),
    ("occupation", "survey", ("clerk", "professional")),
    ("position", "staff", ("manager", "employee")),
    ("nationality", "staff", ("cn",)),
    ("native_place", "partner", ("sichuan", "hubei")),
    ("religion", "partner", ("buddhist", "none")),
    ("ethnicity", "partner", ("han", "hui")),
    ("entertainment_preference", "survey", ("films", "music", "games")),
    ("life_preference", "survey", ("travel", "home")),
    ("culture_preference", "survey", ("opera", "pop")),
    ("hobby", "survey", ("reading", "cooking", "fishing")),
    ("life_stage", "survey", ("student", "settling", "empty_nest")),
    ("mood", "mined", ("calm", "upset")),
    ("work_attribute", "staff", ("shift", "office")),
    ("life_attribute", "survey", ("early_riser", "night_owl")),
    ("workplace_type", "mined", ("office", "factory", "campus")),
    ("household_role", "survey", ("decides", "pays")),
    ("organisation_type", "staff", ("private", "state_owned", "foreign")),
    ("founded_on", "partner", ("1998-05-04", "2015-09-01")),
    ("company_size", "mined", ("small", "medium")),
    ("decision_chain", "staff", ("owner", "board", "it_department")),
    ("source_date", "partner", ("2026-08-20", "2026-09-01")),
    ("channel_preference", "survey", ("voice", "shop", "chat")),
    ("contact_hour", "survey", ("morning", "evening")),
    ("credit_grade", "partner", ("high", "middle")),
)
