//! Requests from outside and the keys that answer them, on a real terminal.

use motcua::store::Store;
use serde_json::{Value, json};

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

fn office() -> Office {
    Office::new(OFFICE, CLOCK)
}

/// A request by the web form; it gets the next number of its field and day.
fn request(name: &str, phone: &str, date: &str, time: &str) -> Value {
    json!({"type": "request", "field": "tu-phap", "date": date, "time": time, "name": name,
        "phone": phone, "note": "nhà ở", "channel": "web"})
}

/// The same for today.
fn today(name: &str, phone: &str, time: &str) -> Value {
    request(name, phone, "2026-11-23", time)
}

#[test]
fn a_request_is_seen_and_heard_at_once_and_confirmed_with_one_key() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter", "Cấp số 001");
    assert_eq!(desk.screen.bells(), 0);
    // A form is open: what is typed goes on.
    desk.press("F5 «Trần Văn»");
    desk.screen.wait_for("Họ tên        Trần Văn");
    let answer = office.event(&today("Mai Văn Khôi", "0983111222", "14:00"));
    assert_eq!(answer[0]["type"], "requested");
    assert_eq!(answer[0]["due"], "2026-11-24T08:00");
    desk.hears("Yêu cầu mới qua web: 002 Mai Văn Khôi lúc 14:00 hôm nay, chờ xác nhận");
    assert_eq!(desk.screen.bells(), 1);
    desk.screen.wait_for("1 yêu cầu");
    desk.says("« Cảnh» Enter", "Cấp số 003 Trần Văn Cảnh");

    desk.shows("Tab Tab", "Yêu cầu · 1 chờ cơ quan trả lời");
    desk.screen.wait_for("Ctrl+Y Xác nhận");
    desk.says("Ctrl+Y", "Xác nhận hẹn 002 Mai Văn Khôi lúc 14:00 hôm nay");
    desk.screen.wait_for("Không có yêu cầu nào chờ trả lời.");
    assert_eq!(office.state("tu-phap-002"), "booked");
    desk.says("Ctrl+Z", "Đã hoàn tác: xác nhận");
    assert_eq!(office.state("tu-phap-002"), "requested");
    let ticket = office.ticket("tu-phap-002");
    assert_eq!(ticket["kind"], "booking");
    assert_eq!(ticket["why"], "chờ xác nhận");
    let events = ["walkin", "request", "walkin", "confirm", "undo"];
    assert_eq!(office.events(), events);
}

#[test]
fn another_time_is_proposed_the_citizen_agrees_and_another_one_is_declined() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    office.event(&today("Mai Văn Khôi", "0983111222", "10:00"));
    office.event(&today("Lò Thị Pành", "0904555666", "14:00"));
    desk.shows("Tab Tab", "2 chờ cơ quan trả lời");
    desk.shows("Ctrl+D", "0983 111 222");
    desk.shows("Ctrl+O", "Đề nghị giờ khác cho 001 Mai Văn Khôi");
    desk.screen.wait_gone("0983 111 222");
    desk.says(
        "«chieu» Enter «15h» Enter",
        "Đề nghị giờ khác cho 001: số mới 003 Mai Văn Khôi lúc 15:00 hôm nay",
    );
    desk.screen
        .wait_for("1 chờ cơ quan trả lời · 1 chờ người dân");
    assert_eq!(office.state("tu-phap-001"), "moved");
    assert_eq!(office.state("tu-phap-003"), "proposed");
    // One tap of the citizen.
    let answer = office.event(&json!({"type": "accept", "number": "tu-phap-003"}));
    assert_eq!(answer[0]["type"], "confirmed");
    assert_eq!(answer[0]["time"], "2026-11-23T15:00");
    desk.screen.wait_gone("1 chờ người dân");
    // Nobody is chosen where the one who was chosen has gone by somebody else's act.
    desk.shows("Down Delete", "Không nhận yêu cầu 002 Lò Thị Pành?");
    desk.says(
        "«ly do khac» Enter «cần đo đạc trước» Enter",
        "Không nhận yêu cầu của 002 Lò Thị Pành: cần đo đạc trước",
    );
    desk.screen.wait_for("Không có yêu cầu nào chờ trả lời.");
    assert_eq!(office.state("tu-phap-002"), "declined");
    let log = office.log();
    let decline = format!("{:?}", log.last().expect("a log").event);
    assert!(decline.contains("cần đo đạc trước"), "{decline}");
    // The booking that was agreed to is an ordinary one.
    desk.shows("Esc", "Có hẹn, chưa có mặt · 1");
    desk.wait_row("003", "Mai Văn Khôi");
}

#[test]
fn who_has_said_it_on_the_telephone_is_not_called_to_hear_it() {
    // Without a modem all is told in calls.
    let office = office();
    let on = "2026-11-24";
    let calls = || {
        let store = Store::open(&office.store()).unwrap();
        let calls = store.notices(10).unwrap().into_iter();
        calls.map(|n| n.kind.unwrap().id()).collect::<Vec<_>>()
    };
    let of = |number: &str, what: &str| {
        office.event(&json!({"type": what, "number": number, "date": on}));
        calls()
    };
    for (name, phone, time) in [
        ("Mai Văn Khôi", "0983111222", "09:00"),
        ("Lò Thị Pành", "0904555666", "10:00"),
        ("Hồ Thị Na", "0904555777", "10:30"),
    ] {
        office.event(&request(name, phone, on, time));
    }
    office.event(
        &json!({"type": "propose", "number": "tu-phap-001", "date": on, "to": on, "half": "PM"}),
    );
    assert_eq!(calls(), ["proposed"]);
    // In the meantime another one has lapsed, which is told.
    office.event(&today("Vi Thị Lam", "0905111333", "09:00"));
    office.set_clock("2026-11-23 09:05:00");
    // The proposal was told in a call; that the citizen agrees needs none, and the first one is over.
    assert_eq!(of("tu-phap-004", "accept"), ["lapsed"]);
    // Not needed any more, said on the telephone; what the office itself grants is told.
    assert_eq!(of("tu-phap-002", "cancel"), ["lapsed"]);
    assert_eq!(of("tu-phap-003", "confirm"), ["confirmed", "lapsed"]);
}

/// There is no modem: an official calls, and does not promise what has not been looked at.
#[test]
fn a_request_that_was_moved_is_called_out_as_one() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    office.event(&request(
        "Mai Văn Khôi",
        "0983111222",
        "2026-11-24",
        "09:00",
    ));
    office.event(&request("Lò Thị Pành", "0904555666", "2026-11-24", "10:00"));
    let on = "2026-11-24";
    office.event(
        &json!({"type": "propose", "number": "tu-phap-002", "date": on, "to": on,
        "time": "10:30", "desk": 1}),
    );
    office.event(&json!({"type": "close_session", "field": "tu-phap", "date": on, "half": "AM"}));
    desk.shows("Alt+4", "Nói với người dân: cơ quan đề nghị hẹn lúc 13:40");
    desk.shows(
        "Down",
        "Nói với người dân: yêu cầu hẹn được chuyển sang 13:30 thứ Ba 24/11",
    );
    desk.screen
        .wait_for("CHƯA phải lịch hẹn, chờ cán bộ xác nhận");
}

#[test]
fn what_nobody_answers_is_overdue_and_lapses_at_its_time() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    office.event(&request(
        "Mai Văn Khôi",
        "0983111222",
        "2026-11-24",
        "09:00",
    ));
    desk.shows("Tab Tab", "1 chờ cơ quan trả lời");
    let number = || office.state("tu-phap-001");
    let turn = |minutes| {
        office.pass(minutes);
        // A clock that leaps so far is asked about.
        office.event(&json!({"type": "clock_confirmed"}));
    };
    turn(24 * 60 + 20);
    desk.screen.wait_for("! 1 yêu cầu quá 24 giờ chưa trả lời");
    desk.screen.wait_for("1 chờ cơ quan trả lời, 1 quá hạn");
    assert_eq!(number(), "requested");
    turn(41);
    desk.screen.wait_for("Không có yêu cầu nào chờ trả lời.");
    assert_eq!(number(), "lapsed");
    // No strike: the phone may ask again at once.
    let again = request("Mai Văn Khôi", "0983111222", "2026-11-25", "10:00");
    assert_eq!(office.event(&again)[0]["type"], "requested");
}

#[test]
fn what_came_in_before_the_screen_opened_is_no_news() {
    let office = office();
    for n in 0..12 {
        office.event(&today("Người dân", &format!("09120000{n:02}"), "14:00"));
    }
    let mut desk = Desk::open(&office, &[]);
    desk.screen.wait_for("12 yêu cầu");
    desk.says("F5 Enter", "Cấp số 013");
    assert_eq!(desk.screen.bells(), 0);
    let mut other = Desk::open(&office, &["--counter", "2"]);
    office.event(&today("Hà Thị Sen", "0912999888", "15:00"));
    desk.hears("Yêu cầu mới qua web: 014 Hà Thị Sen");
    assert_eq!(desk.screen.bells(), 1);
    // At the counter of another field it only counts.
    other.screen.wait_for("13 yêu cầu");
    other.says("F5 Enter", "Cấp số 001");
    assert_eq!(other.screen.bells(), 0);
}

#[test]
fn what_lapsed_while_no_program_ran_is_told_by_the_next_one() {
    let office = office();
    office.event(&today("Mai Văn Khôi", "0983111222", "10:00"));
    office.event(&today("Lò Thị Pành", "0904555666", "14:00"));
    office.event(
        &json!({"type": "propose", "number": "tu-phap-002", "date": "2026-11-27", "half": "AM"}),
    );
    // Nothing ran over night: there was no screen and no host.
    office.set_clock("2026-11-24 08:30:00");
    let out = office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    let lapsed = |number, at| json!({"type": "lapsed", "number": number, "at": at});
    assert_eq!(out[0], lapsed("tu-phap-001", "2026-11-23T10:00"));
    assert_eq!(out[1], lapsed("tu-phap-001", "2026-11-24T08:00"));
    assert_eq!(out[2]["type"], "ticket");
}
