//! What the official's hand does, case by case: small days written down as events and their answers in brief.

use motcua::app::answers::answers_json;
use motcua::app::wire::parse_event;
use motcua::domain::Office;
use motcua::domain::rules::{Profile, Rules};
use motcua::domain::time::{Day, Minute, TimeOfDay};
use serde_json::{Value, json};

/// Monday; counters 1 and 2 for TP, counter 3 for DD.
struct Desk {
    office: Office,
    now: Minute,
}

impl Desk {
    fn new() -> Self {
        let mut rules = Rules::of(Profile::Source);
        let (tp, dd) = (
            rules.add_field("TP", "", 10, None),
            rules.add_field("DD", "", 15, None),
        );
        for (id, field) in [("1", tp), ("2", tp), ("3", dd)] {
            rules.add_counter(id, "", &[field]);
        }
        let now = Day(20_780).at(TimeOfDay(8 * 60));
        Self {
            office: Office::new(rules, now),
            now,
        }
    }

    /// One counter of TP works, so that people wait.
    fn with_one_counter() -> Self {
        let mut desk = Self::new();
        desk.says(r#"close_counter counter:2"#, "counter_closed 2");
        desk
    }

    fn at(&mut self, time: &str) {
        self.now = self.now.day().at(TimeOfDay::parse(time).unwrap());
    }

    /// `type key:value …` is answered with `type value …; …`.
    #[track_caller]
    fn says(&mut self, event: &str, want: &str) {
        let mut words = event.split(' ');
        let mut json = json!({"type": words.next().unwrap()});
        for word in words {
            let (key, value) = word.split_once(':').unwrap();
            json[key] = match value {
                "true" => true.into(),
                "false" => false.into(),
                text => text.replace('_', " ").into(),
            };
        }
        let envelope = parse_event(self.office.rules(), json).unwrap();
        let mut out = Vec::new();
        self.office
            .handle(self.now, envelope.desk, envelope.event, &mut out);
        let answers = answers_json(self.office.rules(), &out, false);
        let answers: Vec<Value> = serde_json::from_str(&answers).unwrap();
        let brief = |answer: &Value| {
            let keys = [
                "type",
                "number",
                "new_number",
                "counter",
                "call",
                "strikes",
                "reason",
                "state",
                "action",
            ];
            let words = keys.iter().filter_map(|key| match &answer[key] {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let got: Vec<String> = answers.iter().map(brief).collect();
        assert_eq!(got.join("; "), want, "{event} at {}", self.now);
    }
}

#[test]
fn a_slip_of_the_finger_is_taken_back_with_the_call_that_followed() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.says("done counter:1", "call TP-002 1 new");
    desk.says("recall counter:1", "call TP-002 1 recall");
    desk.says("undo counter:1", "undone 1 done");
    desk.says("recall counter:1", "call TP-001 1 recall");
    desk.says("done counter:1", "call TP-002 1 new");
    desk.says("absent counter:1", "absent TP-002 1");
    desk.says("undo counter:1", "undone 1 absent");
    desk.says("undo counter:1", "undone 1 done");
    desk.says("undo counter:1", "rejected nothing_to_undo");
}

#[test]
fn what_another_desk_has_touched_is_not_taken_back() {
    let mut desk = Desk::new();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002; call TP-002 2 new");
    desk.says("walkin field:TP", "ticket TP-003");
    desk.says("done counter:1", "call TP-003 1 new");
    desk.says("set_name number:TP-003 name:Lan desk:2", "changed TP-003");
    desk.says("undo counter:1", "rejected changed_since");
    desk.says("undo counter:2", "undone 2 set_name");
    desk.says("undo counter:1", "undone 1 done");
    desk.says("undo counter:2", "rejected nothing_to_undo");
}

#[test]
fn a_ticket_given_by_mistake_is_cancelled_and_its_number_not_used_again() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:DD desk:1", "ticket DD-001; call DD-001 3 new");
    desk.says("undo counter:1", "undone 1 walkin; cancelled DD-001 undone");
    desk.says("walkin field:DD", "ticket DD-002; call DD-002 3 new");
}

#[test]
fn a_slot_that_was_given_away_does_not_come_back() {
    let book = "web field:TP phone:0912340001 date:2026-11-24 half:AM";
    let mut desk = Desk::new();
    desk.says(book, "offered TP-001");
    desk.says(
        "cancel number:TP-001 date:2026-11-24 desk:1",
        "cancelled TP-001",
    );
    desk.says("undo counter:1", "undone 1 cancel");
    desk.says(
        "cancel number:TP-001 date:2026-11-24 desk:1",
        "cancelled TP-001",
    );
    desk.says(&book.replace("01 ", "02 "), "offered TP-002");
    desk.says("undo counter:1", "rejected slot_taken");
}

#[test]
fn a_move_is_taken_back_also_to_an_overlapping_slot() {
    let mut desk = Desk::new();
    let book = "web field:TP phone:0912340001 date:2026-11-24 half:AM";
    desk.says(book, "offered TP-001");
    desk.says(
        "move number:TP-001 date:2026-11-24 to:2026-11-24 time:08:20 desk:1",
        "moved TP-001 TP-002",
    );
    desk.says("undo counter:1", "undone 1 move; cancelled TP-002 undone");
    desk.says(book, "already TP-001");
}

#[test]
fn two_closed_half_days_are_taken_back_apart() {
    let mut desk = Desk::new();
    desk.says("close_session field:TP date:2026-11-24 half:AM desk:1", "");
    desk.says("close_session field:TP date:2026-11-25 half:AM desk:2", "");
    desk.says("undo counter:1", "undone 1 close_session");
    let closed: Vec<_> = desk.office.closed_sessions().map(|s| s.0).collect();
    assert_eq!(
        closed,
        [Day::parse("2026-11-25").unwrap()],
        "desk 2 closed it, and it stays closed"
    );
}

#[test]
fn who_is_held_comes_back_to_the_old_place_or_straight_to_the_counter() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.says("walkin field:TP", "ticket TP-003");
    desk.says("hold counter:1", "held TP-001 1; call TP-002 1 new");
    desk.says("resume number:TP-002", "rejected not_active serving");
    desk.says("resume number:TP-001 counter:1", "requeued TP-001");
    desk.says("done counter:1", "call TP-001 1 again");
    desk.says("hold counter:1", "held TP-001 1; call TP-003 1 new");
    desk.says("done counter:1", "");
    desk.says("resume number:TP-001 counter:1", "call TP-001 1 again");
}

#[test]
fn a_missed_walkin_keeps_the_old_place() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.says("walkin field:TP", "ticket TP-003");
    desk.says("absent counter:1", "absent TP-001 1; call TP-002 1 new");
    desk.says("requeue number:TP-001", "requeued TP-001");
    desk.says("requeue number:TP-001", "rejected not_active waiting");
    desk.says("done counter:1", "call TP-001 1 again");
}

#[test]
fn a_transferred_person_goes_by_the_first_arrival() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.at("08:05");
    desk.says("walkin field:DD", "ticket DD-001; call DD-001 3 new");
    desk.says("walkin field:DD", "ticket DD-002");
    desk.says("transfer counter:1 field:TP", "rejected same_field");
    desk.says("transfer counter:1 field:DD", "transferred TP-001 DD-003");
    desk.says("done counter:3", "call DD-003 3 new");
    desk.says("done counter:3", "call DD-002 3 new");
}

#[test]
fn a_number_called_by_hand_asks_what_to_do_with_the_one_who_sits_there() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.says("walkin field:TP", "ticket TP-003");
    let call = "call_number counter:1 number:TP-003";
    desk.says(call, "rejected counter_busy");
    desk.says(
        &format!("{call} current:hold"),
        "held TP-001 1; call TP-003 1 hand",
    );
    desk.says(call, "rejected not_active serving");
    desk.says("undo counter:1", "undone 1 call_number");
    desk.says(&format!("{call} current:done"), "call TP-003 1 hand");
    desk.says(
        "call_number counter:2 number:TP-002",
        "rejected counter_closed",
    );
}

#[test]
fn an_expiry_that_was_overruled_by_hand_counts_once() {
    let mut desk = Desk::new();
    desk.says(
        "web field:TP phone:0912340001 date:2026-11-23 half:AM",
        "offered TP-001",
    );
    desk.at("09:20");
    desk.says(
        "call_number counter:1 number:TP-001",
        "call TP-001 1 appointed; expired TP-001 1; call TP-001 1 hand",
    );
    desk.says("absent counter:1", "absent TP-001 1; expired TP-001 1");
}

#[test]
fn nobody_is_put_aside_or_back_into_the_queue_after_the_days_end() {
    let mut desk = Desk::with_one_counter();
    desk.at("16:50");
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.says("absent counter:1", "absent TP-001 1; call TP-002 1 new");
    desk.says("walkin field:TP desk:3", "ticket TP-003");
    desk.says("cancel number:TP-003 desk:3", "cancelled TP-003");
    desk.at("17:31");
    desk.says("hold counter:1", "rejected closed");
    desk.says("requeue number:TP-001", "rejected closed");
    desk.says("transfer counter:1 field:DD", "rejected closed");
    desk.says("undo counter:3", "rejected closed");
    desk.says("done counter:1", "");
    desk.says("call_number counter:1 number:TP-001", "call TP-001 1 hand");
}

#[test]
fn yesterdays_service_can_be_finished_and_taken_back_when_its_day_is_forgotten() {
    let mut desk = Desk::with_one_counter();
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.now = desk.now.plus(1440);
    desk.says("done counter:1", "");
    let today = desk.now.day();
    desk.office.forget_before(today);
    desk.says("undo counter:1", "undone 1 done");
    desk.says("done counter:1", "");
    desk.office.forget_before(today.next());
    assert_eq!(desk.office.days_from(Day(0)).count(), 0);
}

#[test]
fn a_manual_counter_calls_when_it_is_asked() {
    let mut desk = Desk::with_one_counter();
    desk.says("set_manual counter:1 manual:true", "");
    desk.says("walkin field:TP", "ticket TP-001");
    desk.says("walkin field:TP priority:true", "ticket TP-002");
    desk.says("next counter:1", "call TP-002 1 new");
    desk.says("next counter:1", "rejected counter_busy");
    desk.says("done counter:1", "");
    desk.says("set_priority number:TP-001 priority:true", "changed TP-001");
    desk.says("next counter:1", "call TP-001 1 new");
    desk.says("done counter:1", "");
    desk.says("next counter:1", "rejected nobody_waiting");
    desk.says("next counter:2", "rejected counter_closed");
}

#[test]
fn a_helpers_phone_has_no_limit_and_families_share_one() {
    let mut desk = Desk::with_one_counter();
    let web = "web field:TP phone:0912340001 date:2026-11-23 half:PM";
    desk.says(&format!("{web} name:Lan"), "offered TP-001");
    desk.says(&format!("{web} name:lan"), "already TP-001");
    desk.says(web, "already TP-001");
    desk.says(&format!("{web} name:Mai"), "offered TP-002");
    desk.says("set_helper phone:0912340001 helper:true", "");
    desk.says(&format!("{web} name:Lan"), "offered TP-003");
    desk.says("set_helper phone:0912340001 helper:false", "");
    desk.says(
        "walkin field:TP phone:0912340001 name:mai",
        "ticket TP-004; call TP-004 1 new",
    );
    desk.says("done counter:1", "cancelled TP-002 served_as_walkin");
}

#[test]
fn who_walks_in_for_something_else_keeps_the_booking() {
    let mut desk = Desk::with_one_counter();
    let web = "web field:TP phone:0912340001 date:2026-11-23 half:PM";
    desk.says(
        &format!("{web} name:Lan procedure:ket-hon"),
        "offered TP-001",
    );
    let walk_in = "walkin field:TP phone:0912340001";
    let called = |n| format!("ticket TP-00{n}; call TP-00{n} 1 new");
    desk.says(
        &format!("{walk_in} name:Lan procedure:chung-thuc"),
        &called(2),
    );
    desk.says("done counter:1", "");
    // Without a name, too.
    desk.says(&format!("{walk_in} procedure:khai-sinh"), &called(3));
    desk.says("done counter:1", "");
    desk.says(&format!("{walk_in} procedure:ket-hon"), &called(4));
    desk.says("done counter:1", "cancelled TP-001 served_as_walkin");
}

/// A counter that serves two fields takes who has waited longest, whatever the order in the configuration.
#[test]
fn a_counter_of_two_fields_starves_none() {
    let mut rules = Rules::of(Profile::Source);
    let fields = ["TP", "DD"].map(|id| rules.add_field(id, "", 10, None));
    rules.add_counter("1", "", &fields);
    let mut desk = Desk::new();
    desk.office = Office::new(rules, desk.now);
    let web = "web field:DD phone:0912340001 date:2026-11-23 half:AM";
    desk.says(web, "offered DD-001");
    desk.at("08:50");
    desk.says("walkin field:TP", "ticket TP-001; call TP-001 1 new");
    desk.says("walkin field:TP", "ticket TP-002");
    desk.at("08:51");
    desk.says("walkin field:DD", "ticket DD-002");
    desk.at("08:52");
    desk.says("walkin field:TP", "ticket TP-003");
    desk.says("walkin field:DD priority:true", "ticket DD-003");
    desk.says("done counter:1", "call DD-001 1 new; call DD-003 1 new");
    desk.says("arrive number:DD-001", "checked_in DD-001");
    desk.says("done counter:1", "call TP-002 1 new");
    desk.at("09:00");
    desk.says("done counter:1", "call DD-001 1 appointed");
    desk.says("done counter:1", "call DD-002 1 new");
    desk.says("done counter:1", "call TP-003 1 new");
}
