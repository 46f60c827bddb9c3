//! What officials met at the day's end and on busy days: who was not served, who stands aside for long, what keys are about.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use crossterm::event::KeyCode;
use motcua::app::figures::Report;
use motcua::domain::event::Event;
use motcua::domain::figures::{Figures, Length, Minutes, OfDossiers, OfField};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, with_phone};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

// ---- the day's end ----

/// What the sample's Monday came to.
fn report() -> Report {
    let day = at("08:00").day();
    let justice = OfField {
        served: 41,
        booked: 6,
        no_shows: 2,
        unserved: 9,
        wait: Minutes { n: 10, sum: 142 },
        ..OfField::default()
    };
    Report {
        from: day,
        to: day,
        now: Figures {
            fields: BTreeMap::from([("tu-phap".to_owned(), justice)]),
            ..Figures::default()
        },
        dossiers: OfDossiers::default(),
        earlier: (day, day),
        before: Figures::default(),
        dossiers_before: OfDossiers::default(),
        rated: Vec::new(),
        remarks: Vec::new(),
        price: 350,
    }
}

/// The sample's Monday at 17:42.
fn evening() -> Desk {
    let mut desk = monday();
    let event = Event::Walkin {
        field: JUSTICE,
        priority: false,
        person: with_phone("Hồ Văn Ích", "khai-sinh", "0905111222"),
    };
    desk.sample.event(at("08:42"), Some(DESK), event);
    desk.sample.now += TimeDelta::hours(9);
    desk.sample.tick();
    desk
}

#[test]
fn the_days_end_names_whose_turn_did_not_come_and_what_can_be_done() {
    let mut desk = evening();
    let owed = desk.sample.office.tickets_of(at("08:00").day());
    let owed: Vec<_> = owed
        .filter(|t| t.state == State::Unserved && t.number.field.0 == 0)
        .map(|t| t.number.n)
        .collect();
    assert_eq!(owed.len(), 7);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let text = desk.text(width, height);
        assert!(
            text.contains("Chưa đến lượt · 7: ↑↓ chọn, Ctrl+D xem số ĐT, F6 hẹn ngày khác"),
            "{text}"
        );
    }
    let text = desk.text(120, 40);
    for n in owed {
        assert!(text.contains(&format!(" {n:03} ")), "{n}\n{text}");
    }
    // Who can be telephoned, and who cannot.
    let row = |name: &str| text.lines().find(|l| l.contains(name)).unwrap_or_default();
    assert!(row("Hồ Văn Ích").contains("0905 ••• 222"), "{text}");
    assert!(row("Cao Xuân Hải").contains("không có số ĐT"), "{text}");
}

#[test]
fn the_day_in_figures_stands_where_nobody_waits_any_more() {
    let mut desk = monday();
    desk.text(120, 40);
    assert_eq!(desk.screen.wants_figures(), None);
    let mut desk = evening();
    desk.shows("Đã hết giờ hôm nay");
    assert_eq!(desk.screen.wants_figures(), Some((Length::Day, 0)));
    desk.sample.figures = Some(report());
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let text = desk.text(width, height);
        let said = "Hôm nay: xong 41 · chưa đến lượt 7 · vắng 4 · chờ trung bình 14,2 phút";
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn who_was_not_served_is_booked_with_what_is_known() {
    let mut desk = evening();
    desk.keys("↓");
    desk.shows("F6 Hẹn ngày khác");
    let owed = desk.ticket(7).clone();
    while !desk.text(120, 40).contains("▸ 007") {
        desk.keys("↓");
    }
    desk.f(6);
    desk.shows("Đặt hẹn cho 007 Cao Xuân Hải (chưa đến lượt)");
    desk.keys("mai sang\n\n\n");
    let new = desk.sample.office.tickets_of(at("08:00").day().next());
    let new = new.max_by_key(|t| t.id).unwrap();
    assert_eq!(new.person.name, owed.person.name);
    assert_eq!(new.person.procedure, owed.person.procedure);
    // Another row, another person: nothing of the one before is left.
    desk.press(KeyCode::Esc);
    desk.f(6);
    assert!(!desk.text(120, 40).contains("Cao Xuân Hải (chưa"));
}

// ---- who stands aside ----

#[test]
fn who_was_called_in_vain_leaves_the_list_after_an_hour_and_can_be_had_back() {
    let mut desk = monday();
    desk.press(KeyCode::End);
    desk.shows("▸ 006");
    desk.press(KeyCode::Delete);
    desk.says("không còn gì để huỷ; sau 1 giờ dòng này tự rời danh sách");
    desk.press(KeyCode::Home);
    // Missed at 08:22.
    desk.sample.now += TimeDelta::minutes(39);
    desk.sample.tick();
    desk.shows(" 006 ");
    desk.sample.now += TimeDelta::minutes(3);
    desk.sample.tick();
    for (width, height) in [(80, 40), (120, 40), (200, 60)] {
        let text = desk.text(width, height);
        let said = "(ẩn 1 đã quá 1 giờ; Insert để chọn)";
        assert!(text.contains(said) && !text.contains(" 006 "), "{text}");
    }
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::Insert);
    desk.press(KeyCode::Enter);
    desk.says("006 Đinh Thị Giang về chỗ cũ trong hàng");
    desk.shows(" 006 ");
    assert!(!desk.text(120, 40).contains("(ẩn"));
}

// ---- what the machine reports ----

#[test]
fn what_has_no_room_in_the_header_is_shown_by_a_key() {
    let mut desk = monday();
    let troubles: Vec<String> = (1..=6).map(|n| format!("Việc thứ {n} cần xem")).collect();
    desk.sample.status.as_mut().unwrap().notices = troubles.clone();
    desk.shows("(+4 việc nữa: F1)");
    desk.f(1);
    for trouble in troubles {
        desk.shows(&trouble);
    }
}

// ---- waits ----

#[test]
fn a_wait_of_hours_is_told_by_the_clock() {
    let sample = Sample::empty(
        super::sample::rules(Profile::Improved),
        "2026-11-23T07:31:00",
    );
    let mut desk = Desk::new(sample);
    for n in 0..10 {
        let event = Event::Walkin {
            field: JUSTICE,
            priority: false,
            person: with_phone(&format!("Người {n}"), "", &format!("09{n:08}")),
        };
        desk.sample.event(at("07:31"), Some(DESK), event);
    }
    let text = desk.text(120, 60);
    let title = text.lines().find(|l| l.contains("Hàng chờ Tư pháp"));
    let title = title.unwrap();
    assert!(title.contains("người mới: gọi "), "{text}");
    let overview = &text[text.find("Các hàng chờ").unwrap()..];
    let own = overview.lines().find(|l| l.contains("Tư pháp")).unwrap();
    assert!(own.contains(":") && !own.contains("phút"), "{own}");
    // Short ones are told in minutes as ever.
    assert!(text.contains("–20 ") || text.contains("–15 "), "{text}");
}

// ---- rows ----

#[test]
fn what_every_row_says_is_dimmed_so_that_hours_and_priority_are_seen() {
    let mut desk = monday();
    let buffer = desk.buffer(120, 40);
    let text = desk.text(120, 40);
    let is_dim = |row: &str, cell: &str| {
        let (y, line) = text
            .lines()
            .enumerate()
            .find(|(_, l)| l.contains(row))
            .unwrap();
        let x = line[..line.find(cell).unwrap()].chars().count();
        let style = buffer[(x as u16, y as u16)].style();
        style.add_modifier.contains(ratatui::style::Modifier::DIM)
    };
    assert!(is_dim(" 009 ", "trực tiếp") && is_dim(" 009 ", "theo số"));
    assert!(!is_dim(" 009 ", "Lê Thị Dung") && !is_dim(" 010 ", "ưu tiên"));
    assert!(!is_dim(" 009 ", "08:12"));
    let row = text.lines().find(|l| l.contains(" 009 ")).unwrap();
    assert!(!row.contains('—'), "{row}");
}

// ---- keys where one looks ----

#[test]
fn a_counter_that_serves_nobody_says_which_key_goes_on() {
    let mut desk = monday();
    desk.f(2);
    desk.f(9);
    desk.keys("\n\n");
    desk.f(2);
    desk.shows("tạm nghỉ · F9: mở lại");
    // Another counter's key is there.
    assert!(desk.text(120, 40).contains("Quầy 3 Xã hội"));
    assert!(desk.text(120, 40).contains("tạm nghỉ: họp đến 09:00"));
    let status = desk.sample.status.as_mut().unwrap();
    status.unmanned = vec!["Quầy 2 đang gọi 003 mà không màn hình nào mở ở đó".to_owned()];
    desk.shows("không ai làm ở đó thì Alt+2, Alt+L để quầy đó tạm nghỉ");
}

#[test]
fn what_is_done_again_says_of_whom() {
    let mut desk = monday();
    desk.keys("↓↓↓");
    desk.shows("▸ 009");
    desk.press(KeyCode::Delete);
    desk.press(KeyCode::Enter);
    desk.says("Huỷ 009 Lê Thị Dung");
    desk.ctrl('z');
    desk.says("Đã hoàn tác: huỷ · 009 Lê Thị Dung đang chờ");
    desk.shows("Alt+Z Làm lại: huỷ 009");
    desk.alt('z');
    desk.says("Đã làm lại: huỷ · 009 Lê Thị Dung đã huỷ");
    // An undo that takes a number away names it once.
    desk.f(5);
    desk.press(KeyCode::Enter);
    desk.ctrl('z');
    let said = desk.said();
    assert_eq!(said.matches("013").count(), 1, "{said}");
}

// ---- forms ----

#[test]
fn what_is_none_of_the_catalogue_is_offered_once() {
    let mut desk = monday();
    let mut other = desk.sample.procedures[0].clone();
    (other.id, other.name) = ("khac".to_owned(), "Khác".to_owned());
    (other.aliases, other.choice) = (vec!["hộ kinh doanh".to_owned()], None);
    desk.sample.procedures.insert(1, other);
    for (key, typed) in [(5, "\t\tkhac"), (6, "Hồ Văn Ích\n\nviec khac")] {
        desk.f(key);
        desk.keys(typed);
        let text = desk.text(120, 40);
        assert_eq!(text.matches("Việc khác · Tư pháp").count(), 1, "{text}");
        assert!(!text.contains(" Khác "), "{text}");
        desk.keys("\u{1b}");
    }
    // Found by what people call it, too, and it is the catalogue's own.
    desk.f(5);
    desk.keys("Hồ Văn Ích\t\tho kinh doanh\n");
    assert_eq!(desk.newest().person.procedure.as_deref(), Some("khac"));
}

#[test]
fn who_goes_on_in_another_field_does_not_take_the_procedure_along() {
    let mut desk = monday();
    desk.f(8);
    let text = desk.text(120, 40);
    assert!(text.contains("Thủ tục       (chưa rõ)"), "{text}");
    // Of the chosen field alone.
    desk.keys("xa hoi\t");
    let text = desk.text(120, 40);
    assert!(
        text.contains("Bảo trợ") && !text.contains("│                 Đăng ký"),
        "{text}"
    );
    desk.keys("bao tro\n");
    let new = desk.newest();
    assert_eq!(new.number.field.0, 2);
    assert_eq!(new.person.procedure.as_deref(), Some("bao-tro"));
    // Enter alone leaves it open.
    desk.f(8);
    desk.keys("\n");
    let new = desk.newest();
    assert_eq!((new.number.field.0, &new.person.procedure), (1, &None));
}

#[test]
fn a_new_number_is_read_across_the_desk() {
    let mut desk = monday();
    let lit = |desk: &mut Desk, (width, panel): (u16, usize)| {
        let buffer = desk.buffer(width, 40);
        let is_lit = |cell: &&ratatui::buffer::Cell| {
            let reversed = ratatui::style::Modifier::REVERSED;
            cell.style().add_modifier.contains(reversed) && cell.symbol() == " "
        };
        let is_there = |i: &usize| i % usize::from(width) > usize::from(width) - panel;
        let cells = buffer.content.iter().enumerate();
        cells
            .filter(|(i, cell)| is_there(i) && is_lit(cell))
            .count()
    };
    assert_eq!(lit(&mut desk, (120, 34)), 0);
    desk.f(5);
    desk.keys("Vàng Thị Mỷ\n");
    desk.shows("Vàng Thị Mỷ");
    // Figures of pixels two columns wide: 0, 1 and 3 have 12, 8 and 11 of them.
    assert_eq!(lit(&mut desk, (120, 34)), 2 * (12 + 8 + 11));
    assert_eq!(lit(&mut desk, (200, 44)), 2 * (12 + 8 + 11));
    // Whoever goes on to another row has seen it.
    desk.keys("↑↓");
    assert_eq!(lit(&mut desk, (120, 34)), 0);
}
