//! Dossiers at the desk: one key receives, the page says what presses, each deed is a key.

use crossterm::event::KeyCode;
use motcua::domain::dossier::{Dossier, Receipt, Stage};
use motcua::domain::event::Event;
use motcua::domain::rules::Profile;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Errand, Person};
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{Sample, at, minute, person};

fn desk() -> Desk {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    let others = desk
        .sample
        .procedures
        .iter_mut()
        .filter(|p| p.id != "ket-hon");
    others.for_each(|p| p.limit_days = Some(3));
    desk
}

fn last(desk: &Desk) -> &Dossier {
    desk.sample.office.dossiers().iter().next_back().unwrap()
}

/// A dossier received earlier, with its own code.
fn earlier(desk: &mut Desk, name: &str, code: &str, received: &str, limit: u16) {
    let receipt = Receipt {
        person: Person {
            code: Some(code.to_owned()),
            phone: Some(Phone::parse("0912345678").unwrap()),
            ..person(name, "khai-sinh")
        },
        limit: Some(limit),
        received: Some(minute(received)),
        ..Receipt::default()
    };
    let event = Event::Receive {
        counter: None,
        receipt: Box::new(receipt),
    };
    desk.sample.event(at("08:42"), None, event);
}

#[test]
fn who_comes_back_gets_a_number_that_says_what_for() {
    let mut desk = desk();
    let errand = |desk: &Desk| {
        let person = &desk.newest().person;
        (person.errand, person.name.clone())
    };
    // By hand: an ordinary number in one key, an errand by choosing.
    desk.f(5);
    desk.keys("\n");
    assert_eq!(errand(&desk), (None, None));
    desk.f(5);
    desk.press(KeyCode::BackTab);
    desk.press(KeyCode::BackTab);
    desk.keys("bo sung\n");
    assert_eq!(errand(&desk).0, Some(Errand::Papers));
    // From the dossier, which a scanned slip shows.
    earlier(&mut desk, "Mai Văn Khôi", "HS22222", "2026-11-20T09:00", 3);
    desk.alt('5');
    desk.alt('s');
    desk.keys("Giấy chứng sinh\n");
    desk.f(5);
    desk.shows("Cấp số theo hồ sơ HS22222");
    desk.shows("bổ sung giấy tờ");
    desk.press(KeyCode::Esc);
    desk.alt('n');
    desk.alt('k');
    desk.f(5);
    desk.keys("\n");
    let name = Some("Mai Văn Khôi".to_owned());
    assert_eq!(errand(&desk), (Some(Errand::Result), name));
    desk.alt('1');
    desk.shows("nhận kết quả:");
}

/// The page with one dossier of each kind.
pub(super) fn several(desk: &mut Desk) {
    earlier(desk, "Mai Văn Khôi", "HS22222", "2026-11-16T09:00", 3);
    earlier(desk, "Lò Thị Pành", "HS33333", "2026-11-19T09:00", 2);
    earlier(desk, "Hà Thị Sen", "HS44444", "2026-11-20T09:00", 1);
    earlier(desk, "Đỗ Văn Tám", "HS55555", "2026-11-20T10:00", 4);
    earlier(desk, "Vi Thị Út", "HS66666", "2026-11-20T11:00", 20);
    desk.alt('5');
}

#[test]
fn one_key_receives_and_a_second_one_asks() {
    let mut desk = desk();
    desk.alt('h');
    desk.says("Nhận hồ sơ #1 của Trần Văn Cảnh · hẹn trả");
    let first = last(&desk);
    assert_eq!(first.stage, Stage::Received);
    assert!(first.ticket.is_some() && first.due.is_some());
    // The visit brings another one: what it is must be said.
    desk.alt('h');
    desk.shows("Nhận hồ sơ của");
    desk.keys("ket hon\n");
    desk.shows("Thủ tục này chưa ghi thời hạn: ghi ngày hẹn trả");
    desk.keys("30/11\n");
    desk.says("hẹn trả thứ Hai 30/11");
    assert_eq!(desk.sample.office.dossiers().iter().count(), 2);
    desk.ctrl('z');
    desk.says("Đã hoàn tác: nhận hồ sơ");
    assert_eq!(last(&desk).stage, Stage::Withdrawn);
    desk.alt('z');
    assert_eq!(last(&desk).stage, Stage::Received);
}

#[test]
fn the_page_begins_with_the_dossier_that_was_just_received() {
    let mut desk = desk();
    several(&mut desk);
    desk.alt('1');
    desk.alt('h');
    desk.says("Nhận hồ sơ #6 của Trần Văn Cảnh");
    desk.alt('5');
    desk.alt('k');
    desk.says("của Trần Văn Cảnh");
}

#[test]
fn the_page_says_what_presses_first() {
    let mut desk = desk();
    several(&mut desk);
    desk.shows("Hồ sơ · 1 quá hạn · 2 hạn hôm nay · 1 hạn trong tuần");
    let text = desk.text(120, 40);
    let codes = ["HS22222", "HS33333", "HS44444", "HS55555", "HS66666"];
    let at: Vec<_> = codes.map(|code| text.find(code)).to_vec();
    assert!(at.is_sorted() && at[0].is_some(), "{at:?}\n{text}");
    desk.shows("quá 4 ngày");
}

#[test]
fn a_dossier_goes_through_its_stages_by_keys() {
    let mut desk = desk();
    several(&mut desk);
    desk.alt('b');
    desk.says("Xử lý hồ sơ HS22222 của Mai Văn Khôi");
    desk.alt('p');
    desk.keys("chờ xác minh\n");
    desk.says("Xin lỗi, hẹn lại HS22222 của Mai Văn Khôi · hẹn trả thứ Ba 24/11");
    desk.shows("đang xử lý, đã xin lỗi");
    // It moved down the list; the cursor stays on it.
    desk.alt('s');
    desk.keys("Giấy chứng sinh\t27/11\n");
    desk.says("Yêu cầu bổ sung HS22222");
    desk.shows("Giấy chứng sinh");
    desk.alt('k');
    desk.says("Hồ sơ chờ bổ sung nên không làm việc này được");
    desk.alt('n');
    desk.says("Nhận bổ sung HS22222 của Mai Văn Khôi · hẹn trả thứ Ba 24/11");
    desk.alt('k');
    desk.says("Hoàn tất hồ sơ HS22222");
    desk.shows("chờ nhận");
    desk.alt('t');
    desk.keys("\n");
    desk.says("Trả kết quả HS22222");
    desk.ctrl('z');
    desk.says("Đã hoàn tác: trả kết quả");
    let d = desk.sample.office.dossiers().by_code("HS22222").unwrap();
    assert_eq!(d.stage, Stage::Completed);
}

#[test]
fn what_is_done_while_the_person_waits_takes_one_key() {
    let mut desk = desk();
    several(&mut desk);
    desk.alt('t');
    desk.says("Hoàn tất và trả kết quả HS22222");
}

#[test]
fn a_refusal_needs_a_basis_and_the_head() {
    let mut desk = desk();
    several(&mut desk);
    desk.alt('r');
    desk.keys("thiếu điều kiện\n");
    desk.shows("Ghi căn cứ pháp luật");
    desk.keys("khoản 1 Điều 7\n");
    desk.says("Từ chối hồ sơ HS22222");
    desk.sample.must_sign_in = true;
    desk.sample.signed_in = Some("ha".to_owned());
    assert!(!desk.sample.view().head_acts());
    desk.ctrl('z');
    desk.says("Việc này cần lãnh đạo đăng nhập");
    desk.press(KeyCode::Home);
    desk.alt('e');
    desk.says("Việc này cần lãnh đạo đăng nhập");
}

#[test]
fn a_scanned_code_finds_its_dossier() {
    let mut desk = desk();
    several(&mut desk);
    desk.press(KeyCode::Esc);
    desk.keys("HS44444\n");
    let Some(Command::FindDossier(code)) = desk.asked.last() else {
        panic!("{:?}", desk.asked);
    };
    assert_eq!(code.as_str(), "HS44444");
    let found = desk.sample.office.dossiers().by_code("HS44444").cloned();
    desk.screen.show_dossier(found, &desk.sample.view());
    desk.shows("Hồ sơ HS44444 · đã tiếp nhận");
}

#[test]
fn who_cannot_hand_in_yet_is_told_why_without_a_dossier() {
    let mut desk = desk();
    desk.alt('v');
    desk.keys("\nthiếu giấy chứng sinh\n");
    desk.says("Đã hướng dẫn bổ sung giấy tờ, chưa tiếp nhận");
    assert_eq!(desk.sample.office.dossiers().iter().count(), 0);
}
