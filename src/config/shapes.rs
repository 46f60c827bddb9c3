//! The tables of `motcua.toml` and the keys that each knows.
use super::read::Shape;

const OFFICE: Shape = Shape {
    header: "[office]",
    keys: &["name", "profile", "auto_call", "address", "phone"],
};
const STORE: Shape = Shape {
    header: "[store]",
    keys: &["path", "backup", "keep_days"],
};
const WEB: Shape = Shape {
    header: "[web]",
    keys: &[
        "listen",
        "url",
        "walkin",
        "confirm",
        "per_ten_minutes",
        "day_code",
    ],
};
const WIFI: Shape = Shape {
    header: "[wifi]",
    keys: &["name", "password"],
};
const SCREEN: Shape = Shape {
    header: "[screen]",
    keys: &["keymap", "linear", "sign_in", "sign_out_minutes"],
};

const RULES: Shape = Shape {
    header: "[rules]",
    keys: &[
        "sessions",
        "booked_start",
        "sms_lead",
        "grace",
        "strikes",
        "strikes_per_day",
        "open_per_phone",
        "results_between",
        "block_days",
        "horizon_days",
        "overtime",
        "early",
        "share",
        "share_peak",
        "peak_weekdays",
        "spread",
        "gap_two_fields",
        "holidays",
        "extra_workdays",
        "dossier_cutoff",
        "dossier_apologies",
        "dossier_by_head",
    ],
};
const MODEM: Shape = Shape {
    header: "[modem]",
    keys: &["port", "baud", "pin", "number"],
};
const BOARD: Shape = Shape {
    header: "[[board]]",
    keys: &[
        "port",
        "driver",
        "map",
        "baud",
        "counters",
        "text",
        "flash",
        "checksum",
        "file",
        "frame",
        "blank",
        "reply",
        "timeout_ms",
        "gap_ms",
        "repeats",
        "again_s",
    ],
};
pub(super) const SMS: Shape = Shape {
    header: "[sms]",
    keys: &[
        "reminder",
        "near",
        "quiet",
        "price",
        "per_minute",
        "answers_a_day",
        "per_ten_minutes",
        "daily_limit",
        "texts",
    ],
};
pub(super) const ZALO: Shape = Shape {
    header: "[zalo]",
    keys: &[
        "app_id",
        "oa_id",
        "secret_file",
        "templates",
        "price",
        "daily_limit",
        "proof",
        "followers",
        "openapi",
        "bot",
        "relay",
        "timeout",
        "oauth",
        "business",
        "bot_api",
    ],
};
const VOICE: Shape = Shape {
    header: "[voice]",
    keys: &["on", "clips", "player", "recorder"],
};
const FIELD: Shape = Shape {
    header: "[[field]]",
    keys: &["id", "name", "mean", "digit"],
};
const COUNTER: Shape = Shape {
    header: "[[counter]]",
    keys: &["id", "name", "fields"],
};
const OFFICIAL: Shape = Shape {
    header: "[[official]]",
    keys: &["id", "name", "role"],
};

const PRINTER: Shape = Shape {
    header: "[printer]",
    keys: &["port", "baud", "paper", "answers", "numbers"],
};
const RATINGS: Shape = Shape {
    header: "[ratings]",
    keys: &["on", "questions"],
};
const TOKEN: Shape = Shape {
    header: "[[token]]",
    keys: &["name", "hash", "rights"],
};

/// The tables by their names; a misplaced key is looked for in this order.
pub(super) const TABLES: [(&str, &Shape); 17] = [
    ("office", &OFFICE),
    ("rules", &RULES),
    ("store", &STORE),
    ("web", &WEB),
    ("modem", &MODEM),
    ("sms", &SMS),
    ("zalo", &ZALO),
    ("ratings", &RATINGS),
    ("wifi", &WIFI),
    ("screen", &SCREEN),
    ("field", &FIELD),
    ("counter", &COUNTER),
    ("board", &BOARD),
    ("printer", &PRINTER),
    ("voice", &VOICE),
    ("official", &OFFICIAL),
    ("token", &TOKEN),
];

/// All shapes, for hints.
pub(super) fn shapes() -> Vec<&'static Shape> {
    TABLES.iter().map(|(_, shape)| *shape).collect()
}
