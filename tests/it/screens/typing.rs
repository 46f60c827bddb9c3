//! What is typed: by people with Vietnamese engines, by scanners, half-filled and searched for.

use crossterm::event::{KeyCode, KeyEvent};
use motcua::domain::rules::Profile;

use super::desk::Desk;
use super::sample::{JUSTICE, Sample, at};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn an_engines_bursts_make_the_name() {
    let mut desk = monday();
    desk.f(5);
    // Telex "Nguyeenx DDuwowcj": each tone erases and types again.
    desk.keys("Nguye\u{7f}ên\u{7f}\u{7f}ễn D\u{7f}Đu\u{7f}ươ\u{7f}\u{7f}ươc\u{7f}\u{7f}ợc\n");
    assert_eq!(desk.ticket(13).person.name.as_deref(), Some("Nguyễn Được"));
}

#[test]
fn the_real_cursor_stands_in_the_field() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("Lê");
    let mut buffer = desk.buffer(80, 24);
    let cursor = desk.screen.paint(
        &mut buffer,
        ratatui::layout::Rect::new(0, 0, 80, 24),
        &desk.sample.view(),
    );
    let at = cursor.unwrap();
    let before: String = (at.x - 2..at.x)
        .map(|x| buffer[(x, at.y)].symbol())
        .collect();
    assert_eq!(before, "Lê");
}

#[test]
fn a_scan_checks_in_on_any_screen() {
    let address = "http://192.168.1.10:8080/ma/MC7K2QF\n";
    for (before, scan) in [
        ("", "MC7K2QF\n"),
        ("", address),
        ("\t", "MC7K2QF\n"),
        ("?", "MC7K2QF\n"),
        ("/nga", "MC7K2QF\n"),
        ("/", address),
        ("12", "MC7K2QF\n"),
    ] {
        let mut desk = monday();
        desk.keys(before);
        desk.keys(scan);
        assert!(desk.ticket(1).present, "{before:?} {scan:?}");
        assert!(
            desk.said().contains("001 Phạm Văn Em đã có mặt"),
            "{before:?} {scan:?}"
        );
    }
}

#[test]
fn a_scan_into_a_form_leaves_the_form_as_it_was() {
    for keys in ["Nguyễn V", "Nguyễn V\t0912", "Nguyễn V\t0912\tket"] {
        let mut desk = monday();
        desk.f(5);
        desk.keys(keys);
        let before = desk.text(80, 24);
        desk.keys("MC7K2QF\n");
        assert!(desk.ticket(1).present, "{keys:?}");
        let form = |text: &str| {
            text.lines()
                .skip_while(|l| !l.contains("Cấp số"))
                .take(6)
                .collect::<Vec<_>>()
                .join("\n")
        };
        let after = desk.text(80, 24);
        assert_eq!(form(&before), form(&after), "{keys:?}");
        assert_eq!(
            desk.sample
                .office
                .tickets_of(at("08:00").day())
                .filter(|t| t.number.field == JUSTICE)
                .count(),
            12
        );
    }
}

#[test]
fn a_scan_through_an_engine_is_still_a_scan() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("M\u{7f}MC7k2\u{7f}2qf\n");
    assert!(desk.ticket(1).present);
    assert!(desk.screen.is_at_rest());
}

#[test]
fn an_unknown_scan_says_so_where_the_eyes_are() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("MC22222\n");
    desk.shows("Không có mã MC22222 hôm nay hay những ngày tới");
    desk.shows("Mã hoặc số    MC22222");
    desk.keys("\u{1b}MC33333\n");
    assert!(desk.said().contains("Không có mã MC33333"));
}

#[test]
fn a_half_filled_form_is_offered_again() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("Vàng Thị Mỷ\t0912\u{1b}");
    assert!(desk.said().contains("biểu mẫu gõ dở được cất lại"));
    desk.f(5);
    desk.shows("Còn một biểu mẫu gõ dở lúc trước, chưa làm: F5 lần nữa để gõ tiếp");
    desk.keys("\n");
    assert_eq!(
        desk.ticket(13).person.name,
        None,
        "F5 Enter still means a bare number"
    );
    desk.f(5);
    desk.burst(KeyEvent::from(KeyCode::F(5)));
    desk.shows("không bắt buộc");
    desk.f(5);
    desk.shows("Vàng Thị Mỷ");
    desk.keys("345999\n");
    assert_eq!(desk.ticket(14).person.name.as_deref(), Some("Vàng Thị Mỷ"));
    desk.f(5);
    assert!(
        !desk.text(120, 40).contains("gõ dở"),
        "what was sent is offered no more"
    );
}

#[test]
fn a_pin_is_never_kept_or_seen() {
    let mut desk = monday();
    desk.f(10);
    desk.keys("↓\n73519");
    assert!(!desk.text(120, 40).contains("73519"));
    desk.shows("•••••");
    desk.keys("\u{1b}");
    desk.f(10);
    desk.keys("↓\n");
    desk.shows("4 đến 8 chữ số");
}

#[test]
fn search_needs_no_accents() {
    for (wanted, found) in [
        ("thi dung", "009 Tư pháp · Lê Thị Dung"),
        ("678", "002 Tư pháp · Trần Văn Cảnh"),
        ("mc4vn", "003 Tư pháp · Hoàng Thị Lan"),
        ("lý a", "004 Đất đai · Lý A Páo"),
        ("truong thon", "003 Tư pháp · Hoàng Thị Lan"),
    ] {
        let mut desk = monday();
        desk.keys("/");
        desk.keys(wanted);
        desk.shows("1 kết quả");
        desk.shows(found);
    }
}

#[test]
fn a_found_one_is_chosen_in_its_queue() {
    let mut desk = monday();
    desk.keys("/le thi dung\n");
    desk.shows("▸ 009");
    desk.keys("/ly a\n");
    desk.shows("▸ 004");
    desk.shows("Hàng chờ Đất đai (lĩnh vực khác)");
    desk.keys("/van bay\n");
    desk.shows("004 · đã xong");
    desk.keys("\u{1b}\u{1b}");
    desk.shows("Hàng chờ Tư pháp");
}

#[test]
fn letters_on_the_screen_itself_search() {
    let mut desk = monday();
    desk.keys("dung\n");
    desk.shows("Lê Thị Dung · đang chờ");
}

#[test]
fn a_paste_goes_where_the_cursor_is() {
    let mut desk = monday();
    desk.screen.paste("MC7K2QF\n", &desk.sample.view());
    desk.press(KeyCode::Enter);
    assert!(desk.ticket(1).present);
    desk.f(5);
    desk.screen
        .paste("Lê\nVăn\u{202e} Tám\u{1b}", &desk.sample.view());
    desk.keys("\n");
    assert_eq!(desk.ticket(13).person.name.as_deref(), Some("Lê Văn Tám"));
}

#[test]
fn a_number_being_typed_is_no_accident() {
    let mut desk = monday();
    desk.keys("9");
    desk.shows("Số hoặc mã: 9");
    desk.keys("?");
    desk.keys("\u{7f}");
    assert!(desk.screen.is_at_rest());
    desk.keys("9");
    desk.f(3);
    assert!(desk.screen.is_at_rest(), "another action forgets it");
}

#[test]
fn other_writings_leave_no_pieces_on_the_screen() {
    for (name, drawn) in [
        ("\u{1112}\u{1112}\u{1112}\u{1112} Kim", "□ Kim"),
        ("🇻🇳🇰🇷 Lê", "□□ Lê"),
        ("देवनागरी", "□□□□□"),
        ("שלום عربي", "□□□□ □□□□"),
    ] {
        let mut desk = monday();
        desk.f(5);
        desk.keys(name);
        desk.shows(drawn);
        desk.keys("\n");
        let kept = desk.newest().person.name.clone();
        assert_eq!(
            kept.as_deref(),
            Some(name),
            "only the picture is another one"
        );
        for page in 0..5 {
            let text = desk.text(120, 40);
            assert!(page > 0 || text.contains(drawn), "{name}:\n{text}");
            let others = |c: char| matches!(c, '\u{590}'..='\u{11ff}' | '\u{1f1e6}'..='\u{1f1ff}');
            assert!(!text.contains(others), "{name}:\n{text}");
            desk.press(KeyCode::Tab);
        }
    }
}
