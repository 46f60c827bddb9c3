//! What an official met who believed what the screen says beforehand: whom a key calls, who is late, when numbers are given.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::KeyCode;
use motcua::domain::event::Event;
use motcua::domain::rules::{CounterIx, Profile, Rules};
use motcua::domain::ticket::{State, Ticket};
use motcua::domain::time::{Day, Half};

use super::desk::{Desk, PLAIN};
use super::sample::{DESK, JUSTICE, LAND, Sample, at, person, rules, with_phone};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// An office of these rules at a time of its Monday, in which nothing has happened yet.
fn office_at(rules: Rules, time: &str) -> Desk {
    Desk::new(Sample::empty(rules, &format!("2026-11-23T{time}:00")))
}

/// The clock goes on; nothing has told the office so.
fn set_clock(desk: &mut Desk, time: &str) {
    let now = format!("2026-11-23T{time}:05");
    desk.sample.now = NaiveDateTime::parse_from_str(&now, "%Y-%m-%dT%H:%M:%S").unwrap();
}

fn walks_in(desk: &mut Desk, time: &str, names: &[&str]) {
    for name in names {
        let event = Event::Walkin {
            field: JUSTICE,
            priority: false,
            person: person(name, ""),
        };
        desk.sample.event(at(time), Some(DESK), event);
    }
}

fn title(text: &str) -> &str {
    let mut lines = text.lines();
    lines.find(|l| l.contains("Hàng chờ Tư pháp")).unwrap()
}

// ---- whom a key calls ----

#[test]
fn f2_names_whom_the_machine_will_call_and_nobody_outside_its_hours() {
    let three = ["Một", "Hai", "Ba"];
    for (made, late, said) in [
        ("10:50", "11:32", "Xong 001 · 2 người chờ đến giờ"),
        ("16:50", "17:32", "Xong 001 · 2 người chưa đến lượt"),
    ] {
        let mut desk = office_at(rules(Profile::Improved), made);
        walks_in(&mut desk, made, &three);
        desk.shows("F2 Xong 001 → gọi 002 Hai");
        set_clock(&mut desk, late);
        desk.shows("F2 Xong 001");
        assert!(!desk.text(120, 40).contains("→ gọi"), "{late}");
        desk.f(2);
        desk.says(said);
    }
    // In overtime they are called.
    let mut desk = office_at(rules(Profile::Improved), "10:50");
    walks_in(&mut desk, "10:50", &three);
    set_clock(&mut desk, "11:29");
    desk.shows("F2 Xong 001 → gọi 002 Hai");
    desk.f(2);
    desk.says("Xong 001 · gọi 002 Hai");
}

#[test]
fn of_several_fields_f2_names_whose_claim_is_strongest() {
    let mut two = Rules::of(Profile::Improved);
    let justice = two.add_field("tu-phap", "Tư pháp", 10, Some(1));
    let land = two.add_field("dia-chinh", "Đất đai", 15, Some(2));
    two.add_counter("1", "Quầy 1", &[justice, land]);
    let mut desk = office_at(two, "08:00");
    for (time, field, name) in [
        ("08:00", JUSTICE, "Một"),
        ("08:01", LAND, "Hai"),
        ("08:02", JUSTICE, "Ba"),
    ] {
        let event = Event::Walkin {
            field,
            priority: false,
            person: person(name, ""),
        };
        desk.sample.event(at(time), Some(DESK), event);
    }
    set_clock(&mut desk, "08:05");
    desk.shows("F2 Xong 001 → gọi 001 Đất đai");
    desk.f(2);
    desk.says("gọi 001 Đất đai Hai");
}

#[test]
fn what_would_be_taken_back_of_another_field_names_it() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\t\tdat dai\n");
    desk.shows("Hoàn tác: cấp số 005 Đất đai");
}

#[test]
fn who_was_called_a_moment_ago_is_put_aside_for_who_is_taken_up_again() {
    let mut desk = monday();
    desk.f(2);
    assert_eq!(desk.serving(), Some(7));
    desk.ctrl('r');
    desk.shows("Tiếp tục 010");
    desk.press(KeyCode::Enter);
    assert_eq!(
        (desk.serving(), desk.ticket(7).state),
        (Some(10), State::Held)
    );
}

// ---- bookings ----

#[test]
fn a_booking_that_was_not_made_is_refused_and_another_wish_is_made() {
    let mut desk = monday();
    let who = "Bùi Văn Phúc\n0355123456\n";
    desk.f(6);
    desk.keys(&format!("{who}khai sinh\n25/11 chieu\n\n\n"));
    desk.shows("✕");
    desk.shows("Chưa đặt: số điện thoại này đã có hẹn");
    desk.shows("Họ tên        Bùi Văn Phúc");
    desk.keys("\u{1b}");
    let wednesday = Day::parse("2026-11-25").unwrap();
    let phuc = |desk: &Desk| {
        let all = desk.sample.office.tickets_of(wednesday);
        let name = Some("Bùi Văn Phúc");
        all.filter(|t| t.person.name.as_deref() == name).count()
    };
    assert_eq!(phuc(&desk), 0);
    // The same day is no other wish; another day is, for something else.
    for (day, made) in [("24/11 chieu", 0), ("25/11 chieu", 1)] {
        let mut desk = monday();
        desk.f(6);
        desk.keys(&format!("{who}chung thuc\n{day}\n\n\n"));
        assert_eq!(phuc(&desk), made, "{day}");
    }
}

#[test]
fn who_was_moved_with_a_half_day_is_not_here_to_be_told() {
    let mut desk = monday();
    desk.press(KeyCode::Delete);
    let event = Event::SetSessions {
        open: false,
        sessions: vec![(LAND, at("08:00").day().next(), Half::Am)],
    };
    desk.sample.event(at("08:43"), Some(DESK), event.clone());
    desk.screen.offer_called(&event, &[8], &desk.sample.view());
    let said = desk.said();
    assert!(
        said.contains("phải gọi báo 1 người") && !said.contains("khỏi gọi"),
        "{said}"
    );
}

// ---- the day's end ----

#[test]
fn who_was_booked_again_is_marked_and_not_counted() {
    let mut desk = monday();
    desk.sample.now += TimeDelta::hours(9);
    desk.sample.tick();
    desk.shows("Chưa đến lượt · 6:");
    desk.keys("↓");
    while !desk.text(120, 40).contains("▸ 007") {
        desk.keys("↓");
    }
    desk.f(6);
    desk.keys("mai sang\n\n\n");
    let text = desk.text(120, 40);
    let row = text.lines().find(|l| l.contains(" 007 ")).unwrap();
    assert!(row.contains("đã hẹn 24/11 "), "{text}");
    assert!(text.contains("Chưa đến lượt · 5:"), "{text}");
    desk.keys("\u{1b}");
    desk.ctrl('z');
    desk.shows("Chưa đến lượt · 6:");
}

#[test]
fn who_is_hardly_in_time_is_counted_alike_everywhere() {
    let names: Vec<String> = (1..9).map(|n| format!("Người {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for time in ["16:45", "17:01", "17:20"] {
        let mut desk = office_at(rules(Profile::Improved), "16:40");
        walks_in(&mut desk, "16:40", &names);
        set_clock(&mut desk, time);
        desk.sample.tick();
        let text = desk.text(120, 60);
        let is_row = |l: &&str| l.contains("Người") && l.contains("khó kịp");
        let rows = text.lines().filter(is_row).count();
        assert!(rows > 0 && rows < 8, "{text}");
        assert!(
            title(&text).contains(&format!(" {rows} người khó kịp")),
            "{text}"
        );
        let panel = &text[text.find("Các hàng chờ").unwrap()..];
        assert!(panel.contains(&format!("({rows} khó kịp)")), "{text}");
        let once = text.matches("khó kịp").count();
        assert_eq!(once, rows + 2, "{text}");
    }
    let mut desk = office_at(rules(Profile::Improved), "16:40");
    walks_in(&mut desk, "16:40", &names);
    set_clock(&mut desk, "18:31");
    desk.sample.tick();
    assert!(!desk.text(120, 60).contains("khó kịp"));
}

// ---- numbers ----

#[test]
fn when_no_number_is_given_the_title_says_from_when() {
    for (time, said) in [
        ("07:20", "chưa cấp số: từ 07:30"),
        ("11:05", "chưa cấp số: từ 13:30"),
        ("13:29", "chưa cấp số: từ 13:30"),
        ("17:05", "đã hết giờ cấp số"),
    ] {
        let mut desk = office_at(rules(Profile::Improved), time);
        let text = desk.text(120, 40);
        assert!(title(&text).contains(said), "{text}");
        desk.f(5);
        let said = desk.said();
        assert!(
            said.contains("Ngoài giờ cấp số (07:30–11:00, 13:30–17:00)"),
            "{said}"
        );
        assert!(!said.contains("tạm nghỉ"), "{said}");
    }
    let mut desk = office_at(rules(Profile::Improved), "08:00");
    for counter in desk.sample.office.rules().counter_indexes() {
        let event = Event::CloseCounter {
            counter,
            reason: None,
        };
        desk.sample.event(at("08:00"), Some(counter), event);
    }
    desk.f(5);
    let said = desk.said();
    assert!(
        said.contains("Mọi quầy đang tạm nghỉ nên không cấp số") && !said.contains("Ngoài giờ"),
        "{said}"
    );
}

// ---- rows ----

#[test]
fn who_kept_the_waiting_time_of_another_field_stands_there_for_it() {
    let mut desk = monday();
    let event = Event::Walkin {
        field: LAND,
        priority: false,
        person: with_phone("Hồ Văn Ích", "dat-dai", "0905111222"),
    };
    desk.sample.event(at("08:42"), Some(DESK), event);
    desk.f(2);
    desk.f(8);
    desk.keys("\n");
    let new = desk.newest();
    let (n, name) = (new.number.n, new.person.name.clone().unwrap());
    let mut desk = Desk::at(desk.sample.clone(), CounterIx(1), PLAIN);
    let text = desk.text(120, 40);
    let at_row = |name: &str| {
        text.lines()
            .position(|l| l.contains(name) && l.contains("trực tiếp"))
    };
    assert!(at_row(&name) < at_row("Hồ Văn Ích"), "{text}");
    let row = text.lines().find(|l| l.contains(&format!(" {n:03} ")));
    assert!(row.unwrap().contains("giữ giờ chờ"), "{text}");
    assert!(text.contains("theo số"), "{text}");
    desk.keys("↓");
    while !desk.text(120, 40).contains(&format!("▸ {n:03}")) {
        desk.keys("↓");
    }
    desk.keys("?");
    desk.shows("Trực tiếp, có mặt từ 07:55; từ lĩnh vực khác chuyển sang nên giữ giờ chờ");
}

#[test]
fn who_went_away_is_so_in_the_panel_and_keeps_the_place() {
    let mut desk = monday();
    desk.keys("↓↓↓");
    desk.shows("▸ 009");
    desk.shows("009 · đang chờ");
    desk.ctrl('b');
    desk.shows("009 · đã về");
    assert!(!desk.text(120, 40).contains("009 · đang chờ"));
    desk.keys("?");
    desk.shows("đã về mà còn giữ chỗ");
}

// ---- whom a key finds ----

/// A half-day that was closed by mistake leaves cancelled numbers behind, with the codes and names of those who have their own
/// hours again.
#[test]
fn a_number_that_gave_way_hides_nobody() {
    let mut desk = monday();
    let (day, code) = (
        desk.sample.view().today(),
        desk.ticket(3).person.code.clone(),
    );
    let event = Event::SetSessions {
        open: false,
        sessions: vec![(JUSTICE, day, Half::Am)],
    };
    desk.sample.event(at("08:43"), Some(DESK), event);
    let undo = Event::Undo { counter: DESK };
    desk.sample.event(at("08:44"), Some(DESK), undo);
    desk.sample.now += TimeDelta::minutes(30);
    desk.sample.tick();
    assert_eq!(desk.ticket(3).state, State::Expired);
    let name = desk.ticket(3).person.name.clone();
    let left = |t: &Ticket| t.person.name == name && t.state == State::Cancelled;
    assert!(
        desk.sample
            .office
            .days_from(day)
            .any(|day| { desk.sample.office.tickets_of(day).any(left) })
    );
    for typed in ["Hoàng Thị Lan", code.as_deref().unwrap()] {
        desk.f(7);
        desk.keys(&format!("{typed}\n"));
        desk.shows("quá giờ hẹn; F5 để cấp số mới, hoặc #");
        // What is named there is one key away.
        desk.f(5);
        desk.shows("Cấp số cho người đến trực tiếp");
        desk.press(KeyCode::Esc);
    }
}

#[test]
fn leaving_says_who_else_is_left() {
    let mut desk = monday();
    desk.ctrl('c');
    desk.shows("010 đang được giữ lại.");
    desk.shows("Còn 5 người");
}

#[test]
fn a_form_says_what_fits_what_is_typed() {
    // A digit alone gives a number, until something is typed.
    let mut desk = monday();
    desk.f(5);
    desk.shows("Bấm chữ số là cấp số ngay");
    desk.keys("Lan");
    assert!(!desk.text(120, 40).contains("Bấm chữ số"));
    desk.keys("\u{7f}\u{7f}\u{7f}");
    desk.shows("Bấm chữ số là cấp số ngay");
    // Whoever types the hour first is told where it goes.
    for hour in ["8 gio", "8h30", "9 giờ sáng"] {
        let mut desk = monday();
        desk.f(6);
        desk.keys(&format!("Hồ Văn Ích\n0977123456\nkhai tu\n{hour}"));
        desk.shows("Chọn ngày trước; giờ gõ ở ô sau");
    }
}

#[test]
fn a_code_is_found_without_the_letters_that_all_have() {
    let mut desk = monday();
    let code = desk.ticket(1).person.code.clone().unwrap();
    desk.f(7);
    desk.keys(&format!("{}\n", code["MC".len()..].to_lowercase()));
    assert!(desk.ticket(1).present);
    desk.f(7);
    desk.keys("0099\n");
    desk.shows("Hôm nay không có số 0099; gõ mã MC…, tên hoặc số điện thoại cũng được");
}

#[test]
fn what_was_closed_by_mistake_is_what_is_opened_again() {
    let mut desk = monday();
    let tomorrow = at("08:00").day().next();
    let event = Event::SetSessions {
        open: false,
        sessions: vec![(LAND, tomorrow, Half::Am)],
    };
    desk.sample.event(at("08:43"), Some(DESK), event);
    desk.alt('2');
    desk.keys("↓→");
    desk.ctrl('w');
    desk.keys("\n\n");
    assert_eq!(desk.sample.office.closed_sessions().count(), 0);
    // Whoever comes back to the page is among the days.
    desk.alt('1');
    desk.alt('2');
    desk.press(KeyCode::Delete);
    desk.says("✕");
}
