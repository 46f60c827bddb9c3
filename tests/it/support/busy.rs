//! The events of a busy day, by chance: what citizens and officials do, sensible or not.

use serde_json::{Value, json};

use super::dice::Dice;

/// Fields `TP` and `DD`, counters `1` and `2`, one each.
pub(crate) const OFFICE: &str = r#"
[office]
name = "UBND xã Vĩnh Thủy"
[[field]]
id = "TP"
name = "Tư pháp – Hộ tịch"
mean = 10
digit = 1
[[field]]
id = "DD"
name = "Đất đai – Xây dựng"
mean = 15
digit = 2
[[counter]]
id = 1
name = "Quầy 1"
fields = ["TP"]
[[counter]]
id = 2
name = "Quầy 2"
fields = ["DD"]
"#;

/// Officials of these ids: an event is only taken in the name of one whom the configuration knows.
pub(crate) fn officials(ids: impl IntoIterator<Item = String>) -> String {
    let official = |id| format!("[[official]]\nid = {id:?}\nname = \"Cán bộ {id}\"\n");
    ids.into_iter().map(official).collect()
}

/// Somebody takes a number in field `TP`.
pub(crate) fn walkin() -> Value {
    json!({"type": "walkin", "field": "TP"})
}

/// The kinds of events and how often each comes.
const KINDS: [(&str, u64); 32] = [
    ("walkin", 26),
    ("done", 16),
    ("arrive", 9),
    ("web", 8),
    ("sms", 5),
    ("request", 6),
    ("confirm", 4),
    ("propose", 4),
    ("accept", 3),
    ("decline", 2),
    ("absent", 4),
    ("open_counter", 4),
    ("hold", 3),
    ("resume", 4),
    ("requeue", 3),
    ("call_number", 4),
    ("undo", 5),
    ("cancel", 3),
    ("recall", 2),
    ("leave", 2),
    ("transfer", 2),
    ("move", 3),
    ("next", 2),
    ("close_counter", 1),
    ("set_manual", 2),
    ("set_priority", 1),
    ("set_name", 2),
    ("set_procedure", 1),
    ("set_helper", 1),
    ("unblock", 1),
    ("close_session", 1),
    ("open_session", 1),
];

/// One event. `name` marks it: as its actor, and as the note on the ticket that it may make. Numbers go up to `numbers`,
/// days from `today` on.
pub(crate) fn event(dice: &mut Dice, name: &str, numbers: u64, today: chrono::NaiveDate) -> Value {
    let mut throw = dice.below(KINDS.iter().map(|(_, weight)| weight).sum());
    let kind = KINDS.iter().find(|(_, weight)| {
        let found = throw < *weight;
        throw = throw.saturating_sub(*weight);
        found
    });
    let kind = kind.expect("a kind").0;
    let which = dice.below(2) as usize;
    let (field, counter) = (["TP", "DD"][which], which + 1);
    let number = format!("{field}-{:03}", 1 + dice.below(numbers.max(1)));
    let phone = format!("09120000{:02}", dice.below(40));
    let date = (today + chrono::TimeDelta::days(dice.below(3) as i64)).to_string();
    let half = *dice.pick(&["AM", "PM"]);
    let mut event = match kind {
        "walkin" if dice.percent(60) => {
            json!({"field": field, "name": "Nguyễn Thị Hoa", "note": name, "priority": dice.percent(15)})
        }
        "walkin" | "sms" => {
            json!({"field": field, "name": "Nguyễn Thị Hoa", "note": name, "phone": phone})
        }
        "web" if dice.percent(50) => {
            json!({"field": field, "name": "Nguyễn Thị Hoa", "note": name, "phone": phone, "date": date, "half": half, "channel": "web"})
        }
        "request" => {
            json!({"field": field, "name": "Nguyễn Thị Hoa", "note": name, "phone": phone, "date": date, "half": half, "channel": "web"})
        }
        "web" => {
            json!({"field": field, "name": "Nguyễn Thị Hoa", "note": name, "phone": phone, "date": date, "time": "09:20"})
        }
        "close_session" | "open_session" => {
            let later = (today + chrono::TimeDelta::days(1 + dice.below(2) as i64)).to_string();
            json!({"field": field, "date": later, "half": half})
        }
        "arrive" | "leave" | "requeue" => json!({"number": number}),
        "confirm" | "accept" => json!({"number": number, "date": date}),
        "decline" => json!({"number": number, "date": date, "reason": "cần đo đạc trước"}),
        "propose" => {
            let later = (today + chrono::TimeDelta::days(dice.below(3) as i64)).to_string();
            json!({"number": number, "date": date, "to": later, "half": half})
        }
        "cancel" if dice.percent(50) => json!({"number": number, "date": date}),
        "cancel" => json!({"number": number}),
        "resume" if dice.percent(50) => json!({"number": number, "counter": counter}),
        "resume" => json!({"number": number}),
        "call_number" => {
            json!({"number": number, "counter": counter, "current": dice.pick(&["done", "hold"])})
        }
        "move" => json!({"number": number, "date": today.to_string(), "to": date}),
        "transfer" => json!({"counter": counter, "field": if field == "TP" { "DD" } else { "TP" }}),
        "set_manual" => json!({"counter": counter, "manual": dice.percent(30)}),
        "set_priority" => json!({"number": number, "priority": true}),
        "set_name" => json!({"number": number, "name": format!("Sửa tên {}", dice.below(100))}),
        "set_procedure" => json!({"number": number, "procedure": "khai-sinh"}),
        "set_helper" => json!({"phone": phone, "helper": dice.percent(50)}),
        "unblock" => json!({"phone": phone}),
        _ => json!({"counter": counter}),
    };
    event["type"] = kind.into();
    event["actor"] = name.into();
    if dice.percent(50) && event.get("counter").is_none() {
        event["desk"] = counter.into();
    }
    event
}
