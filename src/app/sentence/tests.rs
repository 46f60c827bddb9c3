use super::*;
use crate::domain::event::{Event, Timed};
use crate::domain::rules::Profile;
use crate::domain::ticket::Person;
use crate::domain::time::Minute;

const TP: FieldIx = FieldIx(0);

fn counter(n: u16) -> CounterIx {
    CounterIx(n - 1)
}

/// An office of one field, with walk-ins called to as many counters.
fn office(people: usize) -> Office {
    let mut rules = Rules::of(Profile::Source);
    let field = rules.add_field("TP", "Tư pháp", 10, None);
    for n in 1..=people {
        rules.add_counter(&n.to_string(), &format!("Quầy {n}"), &[field]);
    }
    let at = Minute::parse("2026-11-23T08:00").unwrap();
    let mut office = Office::new(rules, at);
    for _ in 0..people {
        let person = Person::default();
        let walkin = Event::Walkin {
            field: TP,
            priority: false,
            person,
        };
        office.handle(at, None, walkin, &mut Vec::<Timed>::new());
    }
    office
}

fn call(office: &Office, n: u32, kind: CallKind) -> BoardCall {
    let number = Some(Number {
        day: office.now().day(),
        field: TP,
        n,
    });
    BoardCall { number, kind }
}

/// Reads what is next to its end; its text.
fn read(voice: &mut Announcements, now: Instant, office: &Office) -> Option<String> {
    match voice.next(now, office)? {
        Next::Say(sentence, call) => {
            voice.was_read(call);
            Some(sentence.text())
        }
        Next::Late(numbers) => Some(format!("late: {}", numbers.len())),
    }
}

fn sentence(n: &str) -> Option<String> {
    Some(format!("Mời số {n}, lĩnh vực tư pháp, đến quầy số {n}."))
}

#[test]
fn first_readings_go_before_repeats() {
    let (office, mut voice, t) = (office(3), Announcements::default(), Instant::now());
    let add = |voice: &mut Announcements, n: u16| {
        voice.add(
            counter(n),
            call(&office, n.into(), CallKind::Present),
            n.into(),
            t,
        );
    };
    add(&mut voice, 1);
    assert_eq!(read(&mut voice, t, &office), sentence("một"));
    add(&mut voice, 2);
    add(&mut voice, 3);
    for n in ["hai", "ba", "một", "hai", "ba"] {
        assert_eq!(read(&mut voice, t, &office), sentence(n));
    }
    assert_eq!(read(&mut voice, t, &office), None, "twice is enough");
}

#[test]
fn what_is_too_late_is_named_and_its_repeat_is_left_out() {
    let (office, mut voice, t) = (office(2), Announcements::default(), Instant::now());
    voice.add(counter(1), call(&office, 1, CallKind::Present), 1, t);
    voice.add(
        counter(2),
        call(&office, 2, CallKind::Present),
        2,
        t + LATEST,
    );
    assert_eq!(
        read(&mut voice, t + LATEST, &office),
        sentence("một"),
        "just in time"
    );
    let later = t + LATEST * 2 + Duration::from_secs(1);
    assert_eq!(read(&mut voice, later, &office), Some("late: 1".to_owned()));
    assert_eq!(read(&mut voice, later, &office), None);
}

#[test]
fn a_service_that_begins_without_a_call_is_not_read() {
    let (office, mut voice, t) = (office(1), Announcements::default(), Instant::now());
    voice.add(counter(1), call(&office, 1, CallKind::Served), 1, t);
    assert_eq!(read(&mut voice, t, &office), None);
    voice.add(counter(1), call(&office, 1, CallKind::Test), 2, t);
    assert_eq!(read(&mut voice, t, &office), Some("Thử loa.".to_owned()));
    assert_eq!(read(&mut voice, t, &office), None, "once");
}

#[test]
fn ranges_and_named_counters_are_read() {
    let mut rules = Rules::of(Profile::Source);
    let field = rules.add_field("DD", "Đất đai - Môi trường/Xây dựng 2", 10, None);
    rules.add_counter("tra", "Trả kết quả 1", &[field]);
    let text = |numbers: &[u32]| Sentence::call(&rules, CounterIx(0), FieldIx(0), numbers).text();
    let rest = "lĩnh vực đất đai, môi trường xây dựng hai, đến trả kết quả một.";
    assert_eq!(text(&[105]), format!("Mời số một trăm linh năm, {rest}"));
    assert_eq!(
        text(&[1, 2, 3, 7]),
        format!("Mời các số một đến ba, bảy, {rest}")
    );
    assert_eq!(text(&[1, 2]), format!("Mời các số một, hai, {rest}"));
    // All of it can be recorded.
    let sentence = Sentence::call(&rules, CounterIx(0), FieldIx(0), &[1, 2, 2024]);
    let known = phrases(&rules);
    assert!(
        sentence
            .phrases()
            .all(|phrase| known.iter().any(|k| k == phrase))
    );
    assert!(
        Sentence::test()
            .phrases()
            .all(|phrase| known.iter().any(|k| k == phrase))
    );
}
