"""The words of Darial: every code that stands in tables, JSON and documents.

The lists are closed in code and open for clients: a release may add a word. Labels per language
stand in the catalogue (`app/catalog/labels`), one for each code; a test holds the two together.
"""

from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place is: one crossing point, or a border or part of one."""

    CHECKPOINT = "checkpoint"
    AREA = "area"


class Mode(StrEnum):
    """How somebody crosses; `any` means not said, or all together."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    SCOOTER = "scooter"
    MOTORCYCLE = "motorcycle"
    CAR = "car"
    BUS = "bus"
    TRUCK = "truck"
    RAIL = "rail"
    ANY = "any"


class Quantity(StrEnum):
    """What is said, each with one unit."""

    WAIT_MINUTES = "wait_minutes"
    QUEUE_VEHICLES = "queue_vehicles"
    QUEUE_PEOPLE = "queue_people"
    QUEUE_KM = "queue_km"
    BOOKED_VEHICLES = "booked_vehicles"
    CROSSINGS_PEOPLE = "crossings_people"
    CROSSINGS_VEHICLES = "crossings_vehicles"
    APPROACH_FLOW_RATIO = "approach_flow_ratio"
    TEMPERATURE_C = "temperature_c"
    WIND_MS = "wind_ms"
    SNOWFALL_CM = "snowfall_cm"
    VISIBILITY_M = "visibility_m"
    WEATHER = "weather"
    ACCESS = "access"
    RULE = "rule"
    EVENT = "event"


class Subject(StrEnum):
    """Who is counted, or to whom an access word or a rule applies."""

    ALL_PEOPLE = "all_people"
    RUSSIAN_CITIZENS = "russian_citizens"
    KAZAKH_CITIZENS = "kazakh_citizens"
    ASYLUM_SEEKERS = "asylum_seekers"
    UNDOCUMENTED = "undocumented"
    REFUSED = "refused"
    MEN = "men"
    VEHICLES = "vehicles"
    CARS = "cars"
    TRUCKS = "trucks"
    RUSSIAN_PLATED = "russian_plated"
    VEHICLES_REFUSED = "vehicles_refused"
    EVERYBODY = "everybody"
    MEN_LIABLE_TO_CALLUP = "men_liable_to_callup"
    RUSSIAN_TOURISTS = "russian_tourists"
    VISA_FREE_VISITORS = "visa_free_visitors"
    WOMEN_AND_CHILDREN = "women_and_children"
    NEW_ARRIVALS = "new_arrivals"
    VEHICLE_PASSENGERS = "vehicle_passengers"
    CARS_REGISTERED_ELSEWHERE = "cars_registered_elsewhere"


class AccessWord(StrEnum):
    """Whether traffic passes."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class RuleWord(StrEnum):
    """Whether a mode or a group is let through."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    LIFTED = "lifted"


class EventWord(StrEnum):
    """Something that happened, or was said to happen."""

    CLOSURE_RUMOUR = "closure_rumour"
    EXIT_BAN_RUMOUR = "exit_ban_rumour"
    PASSAGE_ASSURED = "passage_assured"
    EXIT_REFUSED = "exit_refused"
    ENTRY_REFUSED = "entry_refused"
    DRAFT_SUMMONS = "draft_summons"
    MILITARY_PRESENCE = "military_presence"
    ROAD_BLOCKED = "road_blocked"
    CARS_TURNED_BACK = "cars_turned_back"
    BRIBE_PRICE = "bribe_price"
    RIDE_PRICE = "ride_price"
    SUPPLIES_SHORT = "supplies_short"
    CROWD_PRESSURE = "crowd_pressure"
    QUEUE_SEEN = "queue_seen"
    NO_QUEUE = "no_queue"
    FLOW_CHANGE = "flow_change"
    MODE_SHIFT = "mode_shift"
    ASYLUM_ARRIVALS = "asylum_arrivals"
    ILLEGAL_CROSSING = "illegal_crossing"
    CHECKPOINT_WORKS = "checkpoint_works"
    SLOW_CHECKS = "slow_checks"


class WeatherWord(StrEnum):
    """Weather without a figure."""

    RAIN = "rain"
    SNOW = "snow"
    ICE = "ice"
    COLD = "cold"
    ROCKFALL = "rockfall"
    AVALANCHE_RISK = "avalanche_risk"
    BAD_WEATHER = "bad_weather"


class Claim(StrEnum):
    """How a statement in words stands."""

    RUMOUR = "rumour"
    STATED = "stated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DISPROVED = "disproved"


class Bound(StrEnum):
    """How a figure was meant."""

    EXACT = "exact"
    ABOUT = "about"
    BETWEEN = "between"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Method(StrEnum):
    """How whoever said it came to know it."""

    COUNTED = "counted"
    OFFICIAL = "official"
    OBSERVED = "observed"
    RELAYED = "relayed"
    DERIVED = "derived"


class Precision(StrEnum):
    """How well the observed interval is known."""

    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"


class OriginKind(StrEnum):
    """What kind of speaker the origin is."""

    AUTHORITY = "authority"
    CUSTOMS = "customs"
    OPERATOR = "operator"
    OFFICIALS_QUOTED_BY_MEDIA = "officials_quoted_by_media"
    ANONYMOUS_SOURCE = "anonymous_source"
    MEDIA = "media"
    REPORTER = "reporter"
    EYEWITNESS = "eyewitness"
    CHANNEL = "channel"
    CROWD = "crowd"
    NGO = "ngo"
    BUSINESS = "business"
    SATELLITE = "satellite"
    MAP = "map"
    SENSOR = "sensor"


class Per(StrEnum):
    """What a crossings figure is counted over: its own interval, or each day of it."""

    WINDOW = "window"
    DAY = "day"


class Knowledge(StrEnum):
    """Which reports an answer about a past moment may use.

    `then`: what was known at that moment; `now`: whatever is known today.
    """

    THEN = "then"
    NOW = "now"


class Freshness(StrEnum):
    """How old the newest word on a series is, measured against what it promises."""

    FRESH = "fresh"
    LATE = "late"
    STALE = "stale"


class NoNumber(StrEnum):
    """Why there is no number."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    OUTSIDE_HOURS = "outside_hours"
    NOT_APPLICABLE = "not_applicable"
    STALE = "stale"
    SOURCE_DOWN = "source_down"
    CONFLICT = "conflict"
    WITHHELD = "withheld"


class Agreement(StrEnum):
    """Whether the origins behind a number say the same, within their precision."""

    SINGLE = "single"
    AGREE = "agree"
    DIFFER = "differ"


class Coverage(StrEnum):
    """What our knowledge of a queue rests on."""

    LIVE = "live"
    ARCHIVE = "archive"
    NOTICE = "notice"
    AREA = "area"
    NONE = "none"


UNITS: dict[Quantity, str] = {
    Quantity.WAIT_MINUTES: "min",
    Quantity.QUEUE_VEHICLES: "vehicles",
    Quantity.QUEUE_PEOPLE: "people",
    Quantity.QUEUE_KM: "km",
    Quantity.BOOKED_VEHICLES: "vehicles",
    Quantity.CROSSINGS_PEOPLE: "people",
    Quantity.CROSSINGS_VEHICLES: "vehicles",
    Quantity.APPROACH_FLOW_RATIO: "1",
    Quantity.TEMPERATURE_C: "degC",
    Quantity.WIND_MS: "m/s",
    Quantity.SNOWFALL_CM: "cm",
    Quantity.VISIBILITY_M: "m",
}
"""The unit of each quantity that carries a figure."""

QUEUE_QUANTITIES = (
    Quantity.WAIT_MINUTES,
    Quantity.QUEUE_VEHICLES,
    Quantity.QUEUE_PEOPLE,
    Quantity.QUEUE_KM,
    Quantity.BOOKED_VEHICLES,
)
"""The quantities a queue's status publishes as beliefs, in the order shown."""

CROSSINGS = (Quantity.CROSSINGS_PEOPLE, Quantity.CROSSINGS_VEHICLES)
"""Counts over an interval: shown as flows, never carried forward as a belief."""

WORDS: dict[Quantity, type[StrEnum]] = {
    Quantity.ACCESS: AccessWord,
    Quantity.RULE: RuleWord,
    Quantity.EVENT: EventWord,
    Quantity.WEATHER: WeatherWord,
}
"""The closed list of words for each quantity that is said in words."""

OFFICIAL_KINDS = frozenset({OriginKind.AUTHORITY, OriginKind.CUSTOMS, OriginKind.OPERATOR})
"""Kinds of origin whose stated or confirmed word can decide access."""
