//! Whom a key is about: the one in service, the chosen row or the new number, never somebody else unseen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::Day;

use super::desk::Desk;
use super::sample::Sample;

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn after_a_new_number_the_keys_are_about_it() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\n");
    let new = desk.newest().number.n;
    desk.shows(&format!("Dòng {new:03}:"));
    desk.ctrl('u');
    assert!(desk.newest().has_priority());
    desk.says(&format!("Ghi ưu tiên cho {new:03}"));
    desk.f(2);
    assert!(
        !desk.text(120, 40).contains("Dòng "),
        "the next call ends what was chosen before"
    );
}

#[test]
fn the_footer_says_whom_each_group_of_keys_is_about() {
    for width in [80, 120, 200] {
        let mut desk = monday();
        let text = desk.text(width, 40);
        assert!(text.contains("Quầy 1 · 002:  F2 "), "{text}");
        desk.keys("↓");
        let text = desk.text(width, 40);
        assert!(
            text.contains("Quầy 1 · 002:") && text.contains("Dòng 007:"),
            "{text}"
        );
    }
}

#[test]
fn a_chosen_row_that_does_not_fit_is_never_replaced_by_another_one() {
    let mut desk = monday();
    desk.keys("↓");
    desk.ctrl('e');
    assert_eq!(
        desk.ticket(6).state,
        State::Missed,
        "007 was chosen, not 006"
    );
    desk.shows("006");
    desk.keys("\n");
    assert_eq!(desk.ticket(6).state, State::Waiting);
}

#[test]
fn a_proposed_number_gives_way_to_the_one_that_is_typed() {
    let mut desk = monday();
    desk.keys("↓#8\n");
    desk.shows("Gọi 008");
    let mut desk = monday();
    desk.keys("↓#\n");
    desk.shows("Gọi 007");
}

#[test]
fn a_finger_that_rests_on_undo_takes_back_one_thing() {
    let mut desk = monday();
    desk.f(2);
    desk.f(2);
    desk.ctrl('z');
    for _ in 0..5 {
        desk.sample.now += chrono::TimeDelta::milliseconds(300);
        desk.burst(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL));
    }
    assert_eq!(desk.serving(), Some(7));
}

#[test]
fn who_was_left_in_service_in_the_evening_is_said_next_morning() {
    let mut desk = monday();
    desk.sample.now += chrono::TimeDelta::hours(23);
    desk.shows("từ T2 23/11");
    desk.shows("F2: xong");
    assert!(!desk.text(120, 40).contains("1403 phút"));
    assert!(desk.text(80, 24).contains("F2: xong"));
}

#[test]
fn a_time_is_found_by_the_words_of_the_telephone() {
    for (typed, day) in [
        ("sang mai", "2026-11-24"),
        ("mai", "2026-11-24"),
        ("t6 sang", "2026-11-27"),
        ("thu sau", "2026-11-27"),
    ] {
        let mut desk = monday();
        desk.f(6);
        desk.keys(&format!("Hồ Văn Ích\n0977 123 456\nkhai tu\n{typed}\n\n\n"));
        let day = Day::parse(day).unwrap();
        let office = &desk.sample.office;
        let booked = office
            .tickets_of(day)
            .any(|t| t.person.name.as_deref() == Some("Hồ Văn Ích"));
        assert!(booked, "{typed}\n{}", desk.text(120, 40));
        if typed == "sang mai" {
            desk.says("đọc cho người dân: ");
            desk.says("Quầy 1");
        }
    }
}

#[test]
fn the_search_finds_who_is_booked_for_another_day() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hoàng Thị Lan\n0977 123 456\nkhai tu\nmai\n\n\n");
    desk.keys("/hoang lan");
    desk.shows("T3 24/11");
    desk.keys("\n");
    desk.shows("Hoàng Thị Lan");
}

#[test]
fn check_in_takes_a_name_or_a_phone_and_asks() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("van em\n");
    assert!(!desk.ticket(1).present, "a name may be several people's");
    desk.shows("Phạm Văn Em");
    desk.keys("\n");
    assert!(desk.ticket(1).present);
}
