//! A dossier's life by keys at the counter: each turn is told by message, and the page of its code says the same.

use serde_json::json;

use super::page::find;
use crate::support::desk::Desk;
use crate::support::letters::Post;
use crate::support::office::Office;
use crate::support::site::{HERE, Site, WEB};

const MONDAY: &str = "2026-11-23 08:00:00";

fn code_of(post: &Post) -> String {
    let db = rusqlite::Connection::open(post.office.store()).unwrap();
    let sql = "SELECT code FROM dossier_person ORDER BY dossier DESC LIMIT 1";
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The counter days later, once somebody has confirmed the clock, at the page of dossiers.
fn later(post: &Post, clock: &str, code: &str) -> Desk {
    post.office.set_clock(clock);
    post.office
        .await_status("a clock to confirm", |status| status.clock_in_doubt);
    post.office.event(&json!({"type": "clock_confirmed"}));
    post.office
        .await_status("a clock that is right", |status| !status.clock_in_doubt);
    let mut desk = Desk::open(&post.office, &["--counter", "1"]);
    desk.shows("Alt+5", code);
    desk
}

#[test]
fn a_dossier_lives_at_the_counter_and_its_page_and_messages_say_so() {
    let post = Post::new(&[], WEB, MONDAY);
    let _host = post.host();
    let site = Site::of(&post.office);
    post.office.event(
        &json!({"type": "walkin", "desk": 1, "field": "tu-phap", "name": "Nguyễn Văn An",
        "phone": "0912345678", "procedure": "khai-sinh", "consent": true}),
    );
    let mut desk = Desk::open(&post.office, &["--counter", "1"]);
    desk.press("Alt+H");
    let received = post.await_sent(1);
    let code = code_of(&post);
    assert!(
        received.starts_with(&format!("Da tiep nhan ho so {code}")),
        "{received}"
    );
    let mut visitor = site.visitor(HERE);
    let path = find(&mut visitor, &code, "5678").leads_to().to_owned();
    visitor.get(&path).says("Đã tiếp nhận");

    // Papers are missing: an hour goes with the asking, and stands in the same message.
    desk.shows("F2 Alt+5", "Hẹn trả kết quả:");
    desk.shows("Alt+S", "Yêu cầu bổ sung hồ sơ");
    desk.press("«Giấy chứng sinh» Down Down Down");
    desk.screen.wait_for("Giờ");
    desk.press("Enter");
    let papers = post.await_sent(2);
    assert!(
        papers.contains("can bo sung: Giay chung sinh. Hen nop "),
        "{papers}"
    );
    let (.., time) = post.bookings()[0].clone();
    assert!(time > 0);
    let page = visitor.get(&path);
    page.says("Xin mang đến quầy: Giấy chứng sinh");
    page.says("Đã hẹn giờ nộp");

    // They are back after the day that was promised; then the office is late, and says so.
    drop(desk);
    let mut desk = later(&post, "2026-12-01 09:00:00", &code);
    desk.press("Alt+N");
    let back = post.await_sent(3);
    assert!(back.starts_with("Da nhan giay to bo sung"), "{back}");
    let page = visitor.get(&path);
    assert!(!page.body.contains("Đã hẹn giờ nộp"), "{}", page.body);
    drop(desk);
    let mut desk = later(&post, "2026-12-08 09:00:00", &code);
    desk.screen.wait_for("1 quá hạn");
    desk.shows("Alt+P", "Xin lỗi và hẹn lại hồ sơ");
    desk.press("«chờ xác minh» Enter");
    let late = post.await_sent(4);
    assert!(
        late.contains("Ly do: cho xac minh. Hen lai ngay 9/12"),
        "{late}"
    );
    visitor.get(&path).says("09/12/2026");

    desk.press("Alt+K");
    let ready = post.await_sent(5);
    assert!(ready.contains("da co ket qua"), "{ready}");
    visitor.get(&path).says("Đã có kết quả");
    desk.shows("Alt+T", "Trả kết quả hồ sơ");
    desk.says("Enter", "Trả kết quả HS");
    visitor.get(&path).says("Đã trả kết quả");
    assert_eq!(post.sent().len(), 5, "handing over is told to nobody");
    assert_eq!(post.office.run(&["check"]).code, Some(0));
}

#[test]
fn an_hour_for_papers_is_outside_the_limits_and_an_undo_takes_it_back() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let mut sent = 0;
    let mut book = |name: &str| {
        let event = json!({"type": "web", "desk": 1, "field": "tu-phap", "name": name, "channel": "phone",
            "phone": "0912345678", "procedure": "khai-sinh", "date": "2026-11-25", "half": "AM"});
        let done = post.office.run(&["event", &event.to_string()]);
        sent += usize::from(!done.stdout.contains("rejected"));
        done.stdout.contains("too_many")
    };
    let names = [
        "An", "Bình", "Chi", "Dung", "Em", "Giang", "Hà", "Khang", "Lan",
    ];
    assert!(
        names.into_iter().any(&mut book),
        "the phone has all that it may have"
    );
    post.await_sent(sent);
    let open = post.bookings().len();
    post.office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Văn An", "phone": "0912345678",
        "procedure": "khai-sinh", "consent": true, "limit": 3}),
    );
    post.await_sent(sent + 1);
    // Longer than a message: the booking is told by itself.
    let long = "Giấy chứng sinh bản chính, giấy uỷ quyền có chứng thực của người mẹ, bản sao hộ chiếu của người cha";
    let ask = json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": long, "visit": "2026-11-25",
        "time": "09:00", "field": "tu-phap"});
    let answer = post.office.event(&ask);
    assert_eq!(answer[0]["type"], "offered");
    assert!(
        answer[0]["time"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-25T"),
        "{answer}"
    );
    post.await_sent(sent + 3);
    let told: Vec<String> = post
        .sent()
        .into_iter()
        .skip(sent + 1)
        .map(|(_, text)| text)
        .collect();
    assert!(
        told.iter().any(|text| text.contains("can bo sung")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|text| text.starts_with("Da dat hen MC")),
        "{told:?}"
    );
    assert_eq!(post.bookings().len(), open + 1);
    // Who comes then is no new matter, and takes no longer than such ones do; the log says so, too.
    let errands = || -> Vec<String> {
        let db = rusqlite::Connection::open(post.office.store()).unwrap();
        let sql = "SELECT errand FROM ticket WHERE errand IS NOT NULL ORDER BY id";
        let mut statement = db.prepare(sql).unwrap();
        let errands = statement.query_map([], |row| row.get(0)).unwrap();
        errands.map(Result::unwrap).collect()
    };
    assert_eq!(errands(), ["papers"]);
    let number = json!({"type": "walkin", "desk": 1, "field": "tu-phap", "errand": "result"});
    post.office.event(&number);
    assert_eq!(errands(), ["papers", "result"]);
    assert_eq!(post.office.run(&["check"]).code, Some(0));
    post.office.event(&json!({"type": "undo", "counter": 1}));
    let unknown = json!({"type": "walkin", "desk": 1, "field": "tu-phap", "errand": "x"});
    let refused = post.office.run(&["event", &unknown.to_string()]);
    assert!(refused.stderr.contains("result, papers"), "{refused:?}");
    post.office.event(&json!({"type": "undo", "counter": 1}));
    assert_eq!(post.bookings().len(), open);
    // A day on which nobody works is no hour for anybody, and nothing is asked for then.
    let sunday = json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "visit": "2026-11-29", "field": "tu-phap"});
    let refused = post.office.run(&["event", &sunday.to_string()]);
    assert!(refused.stdout.contains("not_a_workday"), "{refused:?}");
    assert_eq!(post.office.run(&["check"]).code, Some(0));
}

/// An office that wants it lets who fetches a result go between the others.
#[test]
fn who_fetches_a_result_goes_between_others_where_the_configuration_says_so() {
    let served_after = |rules: &str| {
        let office = Office::new(&format!("[office]\nname = \"UBND xã\"\n{rules}"), MONDAY);
        for errand in [None, None, None, Some("result"), Some("result")] {
            let walkin = json!({"type": "walkin", "desk": 1, "field": "tu-phap", "errand": errand});
            office.event(&walkin);
        }
        let mut order = Vec::new();
        for _ in 0..5 {
            let states = office.states();
            order.extend(
                states
                    .iter()
                    .filter_map(|s| s.strip_suffix(" serving"))
                    .map(number),
            );
            office.pass(1);
            office.event(&json!({"type": "next", "counter": 1, "current": "done"}));
        }
        order
    };
    assert_eq!(served_after(""), [1, 2, 3, 4, 5]);
    let between = served_after("[rules]\nresults_between = 2\n");
    assert_eq!(between, [1, 2, 4, 3, 5]);
}

fn number(id: &str) -> u32 {
    id.rsplit('-').next().unwrap().parse().unwrap()
}
