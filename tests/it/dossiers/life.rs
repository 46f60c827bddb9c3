//! A dossier's life by events, with the messages that go out, in the real program.

use serde_json::{Value, json};

use crate::support::letters::Post;
use crate::support::recount::{recount, rules};

const MONDAY: &str = "2026-11-23 08:00:00";
const AN: &str = "+84912345678";

fn receive() -> Value {
    json!({"type": "receive", "desk": 1, "name": "Nguyễn Văn An", "phone": "0912345678", "procedure": "chung-thuc",
        "consent": true, "limit": 3})
}

/// The code in a message.
fn code_in(text: &str) -> String {
    let at = text.find("HS").unwrap();
    text[at..at + 7].to_owned()
}

#[test]
fn a_dossier_is_told_at_each_turn_and_an_undo_corrects() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let event = |event: Value| post.office.event(&event);
    let answer = event(receive());
    assert_eq!(answer[0]["type"], "dossier");
    let received = post.await_sent(1);
    let code = code_in(&received);
    assert!(received.contains("26/11 (thu 5)"), "{received}");

    event(
        json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "Giấy chứng sinh", "date": "2026-11-27"}),
    );
    let papers = post.await_sent(2);
    assert!(papers.contains("can bo sung: Giay chung sinh"), "{papers}");
    event(json!({"type": "undo", "counter": 1}));
    let corrected = post.await_sent(3);
    assert!(
        corrected.starts_with(&format!("Dinh chinh ho so {code}")),
        "{corrected}"
    );
    assert!(
        corrected.contains("da tiep nhan, hen tra ket qua ngay 26/11"),
        "{corrected}"
    );

    event(json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "Giấy chứng sinh"}));
    post.await_sent(4);
    post.office.set_clock("2026-12-01 09:00:00");
    event(json!({"type": "clock_confirmed"}));
    event(json!({"type": "supplement", "desk": 1, "dossier": 1}));
    let back = post.await_sent(5);
    // Three days were left after the Monday of the asking.
    assert!(back.contains("ngay 4/12 (thu 6)"), "{back}");
    event(
        json!({"type": "apologise", "desk": 1, "dossier": 1, "reason": "chờ xác minh", "date": "2026-12-08"}),
    );
    let late = post.await_sent(6);
    assert!(late.contains("Hen lai ngay 8/12 (thu 3)"), "{late}");
    event(json!({"type": "complete", "desk": 1, "dossier": 1}));
    let ready = post.await_sent(7);
    assert!(ready.contains("da co ket qua"), "{ready}");

    let stands = post.ask(AN, &format!("TC {code}"));
    assert!(stands.contains("da co ket qua, moi den nhan"), "{stands}");
    let other = post.ask("+84987654321", &format!("TC {code}"));
    assert!(!other.contains("ket qua"), "{other}");

    event(json!({"type": "hand_over", "desk": 1, "dossier": 1}));
    let process = json!({"type": "process", "desk": 1, "dossier": 1}).to_string();
    let refused = post.office.run(&["event", &process]);
    assert!(refused.stdout.contains("not_in_stage"), "{refused:?}");
    assert_eq!(post.count_by_phone()["0912345678"], 8);
    recount(
        &post.office.store(),
        &rules(&post.office.path("motcua.toml")),
    );
}

#[test]
fn a_result_that_nobody_fetches_is_spoken_of_once_more() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.office.event(&receive());
    post.office
        .event(&json!({"type": "complete", "desk": 1, "dossier": 1}));
    post.await_sent(2);
    host.kill();
    post.office.set_clock("2026-11-30 09:00:00");
    post.office.event(&json!({"type": "clock_confirmed"}));
    let _host = post.host();
    let waits = post.await_sent(3);
    assert!(waits.starts_with("Nhac: ket qua ho so HS"), "{waits}");
    post.ask(AN, "TC");
    assert_eq!(post.count_by_phone()["0912345678"], 4, "once");
}

#[test]
fn the_provinces_code_is_read_however_it_is_texted() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let mut event = receive();
    event["province"] = "H15.50-260706-1377".into();
    post.office.event(&event);
    post.await_sent(1);
    for text in [
        "TC H15.50-260706-1377",
        "tc h15 50 260706 1377",
        "H1550-260706-1377",
    ] {
        let stands = post.ask(AN, text);
        assert!(
            stands.contains("da tiep nhan, hen tra ket qua ngay 26/11"),
            "{text}: {stands}"
        );
    }
    let taken = post.office.run(&["event", &event.to_string()]);
    assert!(taken.stdout.contains("code_taken"), "{taken:?}");
}

#[test]
fn without_consent_or_modem_a_call_is_to_be_made() {
    let post = Post::new(&[], "", MONDAY);
    let mut event = receive();
    event.as_object_mut().unwrap().remove("consent");
    post.office.event(&event);
    let act = |event: Value| post.office.event(&event);
    act(json!({"type": "complete", "desk": 1, "dossier": 1}));
    let notices = post.notices();
    let told: Vec<_> = notices
        .iter()
        .map(|n| (n.kind.unwrap().id(), n.state.id()))
        .collect();
    assert_eq!(told, [("dossier_ready", "call")]);
    // The slip of the finger takes the call with it.
    act(json!({"type": "undo", "counter": 1}));
    assert_eq!(post.notices()[0].state.id(), "dropped");
}

#[test]
fn who_has_fetched_the_result_is_not_called_to_fetch_it() {
    let post = Post::new(&[], "", MONDAY);
    let mut event = receive();
    event.as_object_mut().unwrap().remove("consent");
    post.office.event(&event);
    let act = |what: &str| {
        let event = json!({"type": what, "desk": 1, "dossier": 1});
        post.office.event(&event);
        post.notices().len()
    };
    assert_eq!(act("complete"), 1);
    assert_eq!(act("hand_over"), 0);
    // Not fetched after all.
    post.office.event(&json!({"type": "undo", "counter": 1}));
    assert_eq!(post.notices().len(), 1);
}

#[test]
fn a_holiday_decided_later_moves_only_what_is_due_on_it() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.office.event(&receive());
    let mut other = receive();
    other["limit"] = 4.into();
    post.office.event(&other);
    post.await_sent(2);
    host.kill();
    let path = post.office.path("motcua.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        format!("{config}\n[rules]\nholidays = [\"2026-11-26\"]\n"),
    )
    .unwrap();
    let _host = post.host();
    post.await_sent(3);
    let db = rusqlite::Connection::open(post.office.store()).unwrap();
    let mut due = db
        .prepare("SELECT date(due * 86400, 'unixepoch') FROM dossier ORDER BY id")
        .unwrap();
    let due: Vec<String> = due
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(due, ["2026-11-27", "2026-11-27"]);
    let told = post.notices();
    assert!(
        post.sent()[2]
            .1
            .contains("ngay hen tra cu nay la ngay nghi nen doi sang ngay 27/11")
    );
    let late = told
        .iter()
        .filter(|n| n.kind.unwrap().id() == "dossier_late");
    assert_eq!(late.map(|n| n.dossier).collect::<Vec<_>>(), [Some(1)]);
    recount(&post.office.store(), &rules(&path));
}
