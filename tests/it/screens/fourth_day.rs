//! What an official met who had used the program for a day: a weekday taken for a date, keys that meant whom nobody saw.

use motcua::domain::rules::Profile;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::Sample;

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// The days in the list of a form.
fn rows(desk: &mut Desk) -> Vec<String> {
    let text = desk.text(120, 40);
    let rows = text.lines().filter_map(|line| {
        let row = line.split_once("Thứ ").or(line.split_once("Chủ "))?.1;
        let is_choice = line.contains(" · đ");
        is_choice.then(|| row.chars().take(16).collect())
    });
    rows.collect()
}

#[test]
fn a_weekday_is_no_day_of_a_month() {
    for (typed, first) in [
        ("thu 2", "Hai 23/11 sáng"),
        ("thứ 3", "Ba 24/11 sáng"),
        ("thu3", "Ba 24/11 sáng"),
        ("T 3", "Ba 24/11 sáng"),
        ("t3", "Ba 24/11 sáng"),
        ("chieu thu 4", "Tư 25/11 chiều"),
        ("thu 2 tuan sau", "Hai 30/11 sáng"),
        ("chiều thứ hai tuần sau", "Hai 30/11 chiều"),
        ("thu 6 tuan toi", "Sáu 04/12 sáng"),
        ("1/12", "Ba 01/12 sáng"),
        ("mai", "Ba 24/11 sáng"),
    ] {
        let mut desk = monday();
        desk.alt('2');
        desk.ctrl('w');
        desk.keys("\n");
        desk.keys(typed);
        let rows = rows(&mut desk);
        assert!(rows[0].starts_with(first), "{typed}: {rows:?}");
        let day = first.split(' ').next().unwrap();
        let is_other = |row: &&String| !row.starts_with(day);
        assert_eq!(rows.iter().find(is_other), None, "{typed}");
    }
}

/// Nobody has signed in who must.
fn locked(counters: &[Option<&str>]) -> Desk {
    let mut sample = Sample::monday(Profile::Improved);
    (sample.must_sign_in, sample.signed_in) = (true, None);
    for (official, counter) in sample.officials.iter_mut().zip(counters) {
        official.counter = counter.map(str::to_owned);
    }
    Desk::new(sample)
}

fn signs_in(desk: &Desk) -> Option<(&str, &str)> {
    match &desk.asked[..] {
        [.., Command::SignIn { official, pin }] => Some((official, pin)),
        _ => None,
    }
}

#[test]
fn a_pin_is_read_by_nobody_wherever_the_cursor_stands() {
    // Nobody was last at this counter: the list is asked first.
    let mut desk = locked(&[None, None]);
    desk.keys("2468");
    assert!(!desk.text(120, 40).contains("2468"));
    desk.shows("••••");
    desk.keys("\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    let mut desk = locked(&[None, None]);
    desk.keys("ha2468\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    // Who worked here last needs only the PIN; another name finds its row.
    let mut desk = locked(&[None, Some("1")]);
    let (_, cursor) = desk.painted(120, 40);
    let line = desk.text(120, 40);
    let line = line.lines().nth(usize::from(cursor.unwrap().y)).unwrap();
    assert!(line.contains("Mã PIN"), "{line}");
    desk.keys("ha\n2468\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    // Where nobody is asked for a PIN, a digit goes nowhere.
    let mut desk = monday();
    desk.f(10);
    desk.keys("2468");
    assert!(!desk.text(120, 40).contains("2468"));
    desk.shows("Chữ số chỉ gõ ở ô Mã PIN");
}
