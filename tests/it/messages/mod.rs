//! Bookings by SMS through the whole program: an independent modem on one side, the store on the other.

mod by_hand;
mod day;
mod kills;
mod stamps;
mod undo;

use motcua::domain::text::plain;
use serde_json::json;

use crate::support::letters::{Post, deliver_pdu};
use crate::support::recount::{recount, rules};
use crate::support::site::{FILLING, Filled, HERE, Site};
use crate::web::{act, send};

const MONDAY: &str = "2026-11-23 09:00:00";
const AN: &str = "+84912345678";

#[test]
fn a_citizen_books_looks_up_moves_and_cancels() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let booked = post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    let code = booked
        .split([' ', ':'])
        .find(|word| word.starts_with("MC"))
        .expect("a code")
        .to_owned();
    assert_eq!(
        booked,
        format!(
            "Da dat hen {code}: Dang ky khai sinh, so 1, Quay 1, 8h ngay 25/11 (thu 4). Den truoc 10 phut, doc ma cho can bo. Huy: nhan HUY {code}"
        )
    );
    assert_eq!(post.sent()[0].0, "0912345678");
    assert_eq!(
        post.ask(AN, "TC"),
        format!("{code}: Dang ky khai sinh, so 1, 8h ngay 25/11 (thu 4), Quay 1: con hieu luc.")
    );
    let moved = post.ask(AN, &format!("DOI {code} 26/11 chieu"));
    assert!(
        moved.contains("doi sang 13h30 ngay 26/11 (thu 5)"),
        "{moved}"
    );
    // Nobody else may take it back.
    let other = post.ask("+84987654321", &format!("HUY {code}"));
    assert!(other.starts_with("Khong tim thay lich hen"), "{other}");
    let cancelled = post.ask(AN, &format!("huy {}", code.to_lowercase()));
    assert!(
        cancelled.starts_with(&format!("Da huy {code}")),
        "{cancelled}"
    );
    assert_eq!(post.bookings(), []);
    post.await_empty();
    assert!(
        post.notices()
            .iter()
            .all(|notice| notice.state.id() == "sent")
    );
    recount(
        &post.office.store(),
        &rules(&post.office.path("motcua.toml")),
    );
}

#[test]
fn what_is_missing_is_asked_with_an_example_that_books() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let asked = post.ask(AN, "DK Nguyen Van An 25/11");
    let example = asked.split_once("vi du: ").expect("an example").1;
    // Never another procedure than was meant: whoever copies it would book that.
    assert_eq!(example, "DK Nguyen Van An (thu tuc) 25/11");
    assert_eq!(post.bookings(), []);
    let booked = post.ask(AN, &example.replace("(thu tuc)", "khai sinh"));
    assert!(booked.starts_with("Da dat hen MC"), "{booked}");
    let full = post.ask("+84987654321", "GIUP khai sinh");
    assert!(full.starts_with("Dang ky khai sinh, mang: "), "{full}");
}

#[test]
fn a_long_message_in_vietnamese_is_joined_and_answered_once() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let text = "Kính gửi Uỷ ban nhân dân xã, đăng ký Nguyễn Thị Ánh Nguyệt chứng thực bản sao giấy tờ tuỳ thân \
                sáng ngày 26/11/2026, cảm ơn cơ quan nhiều";
    let letters: Vec<char> = text.chars().collect();
    let (first, second) = letters.split_at(67);
    let part = |letters: &[char], which| {
        deliver_pdu(
            AN,
            &letters.iter().collect::<String>(),
            100,
            Some((7, 2, which)),
        )
    };
    // The second part comes first.
    post.modem.control(&format!("PDU {}", part(second, 2)));
    post.await_empty();
    assert_eq!(post.sent(), []);
    post.modem.control(&format!("PDU {}", part(first, 1)));
    let answer = post.await_sent(1);
    assert!(answer.contains("Chung thuc ban sao, chu ky"), "{answer}");
    assert!(answer.contains("ngay 26/11 (thu 5)"), "{answer}");
    post.await_empty();
    assert_eq!(post.sent().len(), 1);
    let message = post.messages().pop().expect("the joined message");
    assert_eq!(message.text, text);
    assert!(plain(&message.reading.unwrap()).contains("Nguyen Thi Anh Nguyet"));
}

#[test]
fn thirty_at_once_are_each_answered_once() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    for i in 0..30 {
        post.modem.deliver(
            &format!("+849123456{i:02}"),
            "DK Nguyen Van An khai sinh 25/11",
        );
    }
    post.await_sent(30);
    post.await_empty();
    let counts = post.count_by_phone();
    assert_eq!(counts.len(), 30);
    assert!(counts.values().all(|count| *count == 1));
    // Eighteen in the morning, the others in the afternoon.
    assert_eq!(post.bookings().len(), 30);
}

#[test]
fn fifty_messages_go_through_a_storage_of_ten() {
    let post = Post::new(&["--cap", "10"], "", MONDAY);
    for i in 0..50 {
        post.modem.deliver(
            &format!("+849123456{i:02}"),
            &format!("DK Nguyen Van An dat dai {}/12", 1 + i % 4),
        );
    }
    let _host = post.host();
    post.await_sent(50);
    post.await_empty();
    assert!(post.count_by_phone().values().all(|count| *count == 1));
    assert_eq!(post.messages().len(), 50);
}

#[test]
fn a_passing_error_is_tried_again_and_a_lasting_one_goes_to_the_official() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    for (i, code) in [500, 38, 331, 512].into_iter().enumerate() {
        post.modem.control(&format!("FAIL 1 {code}"));
        let before = post.modem.count("submit");
        post.modem.deliver(&format!("+8491234560{i}"), "TC MC2B3CD");
        // Once in vain, once well.
        post.await_sent(before + 2);
        post.await_store("a notice that was sent", |post| {
            let notice = post.notices().pop()?;
            (notice.state.id() == "sent").then_some(())
        });
    }
    post.modem.control("FAIL 1 21");
    post.modem.deliver("+84912345699", "TC MC2B3CD");
    let failed = post.await_store("a notice that failed", |post| {
        post.notices()
            .pop()
            .filter(|notice| notice.state.id() == "failed")
    });
    assert_eq!(failed.tries, 1);
    assert!(failed.cause.is_some_and(|cause| !cause.is_empty()));
    // A lasting one is put off again and again, each time longer, and blocks nobody else for good.
    post.modem.control("FAIL 2 500");
    post.modem.deliver("+84912345688", "TC MC2B3CD");
    post.await_store("a second try", |post| {
        post.notices().pop().filter(|notice| notice.tries == 2)
    });
    let store = motcua::store::Store::open(&post.office.store()).unwrap();
    assert_eq!(
        store.open_letters().unwrap().unsent,
        1,
        "is shown to officials"
    );
}

#[test]
fn a_refused_deletion_causes_no_second_answer_not_even_after_a_restart() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.modem.control("NODEL 1");
    let answer = post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    assert!(answer.starts_with("Da dat hen"), "{answer}");
    post.modem.await_count("cmgd-refused", 1);
    host.kill();
    let lists = post.modem.count("cmgl");
    let _host = post.host();
    post.modem.await_count("cmgl", lists + 1);
    post.modem.control("NODEL 0");
    // Another one shows that the first was looked at again.
    post.ask("+84987654321", "DK Tran Thi Binh khai sinh 25/11");
    assert!(post.count_by_phone().values().all(|count| *count == 1));
    assert_eq!(post.bookings().len(), 2);
}

#[test]
fn a_swallowed_answer_is_left_to_the_official_when_the_host_dies() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.modem.control("SWALLOW 1");
    post.modem.deliver(AN, "DK Nguyen Van An khai sinh 25/11");
    post.modem.await_count("swallowed", 1);
    host.kill();
    let _host = post.host();
    let notice = post.await_store("a notice that nobody knows of", |post| {
        post.notices()
            .pop()
            .filter(|notice| notice.state.id() == "unknown")
    });
    assert_eq!(notice.cause.as_deref(), Some("crash"));
    post.ask("+84987654321", "DK Tran Thi Binh khai sinh 25/11");
    assert_eq!(post.count_by_phone()["0912345678"], 1);
}

#[test]
fn machines_loops_and_adverts_are_not_answered() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let deliver = |from: &str, text: &str, n| {
        post.modem
            .control(&format!("PDU {}", deliver_pdu(from, text, n, None)));
    };
    post.modem
        .deliver("191", "DK Nguyen Van An khai sinh 25/11");
    deliver(AN, "Soan DK V90 gui 191 nhan 30GB", 1);
    for n in 10..20 {
        deliver("+84987654321", "TC MC2B3CD", n);
    }
    post.await_empty();
    post.await_sent(3);
    // The last word is a citizen's.
    let last = post.ask("+84912345600", "DK Nguyen Van An khai sinh 25/11");
    assert!(last.starts_with("Da dat hen"), "{last}");
    let counts = post.count_by_phone();
    assert_eq!(counts.get("191"), None);
    assert_eq!(counts.get("0912345678"), None);
    assert_eq!(
        counts["0987654321"], 3,
        "more equal ones in an hour are a loop"
    );
}

#[test]
fn no_phone_gets_more_answers_a_day_than_its_limit() {
    let post = Post::new(&[], "[sms]\nanswers_a_day = 4\n", MONDAY);
    let _host = post.host();
    for i in 0..9 {
        post.modem.deliver(
            AN,
            &format!("TC MC2B3C{}", "BCGHKMNPQ".as_bytes()[i] as char),
        );
    }
    post.await_empty();
    let to_an: Vec<String> = post.notices().into_iter().map(|n| n.text).collect();
    assert_eq!(to_an.len(), 5, "four, and the word that it is enough");
    assert!(
        to_an[4].starts_with("Hom nay so nay da nhan qua nhieu"),
        "{}",
        to_an[4]
    );
}

#[test]
fn a_reminder_goes_out_the_evening_before_once() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    host.kill();
    post.office.set_clock("2026-11-24 16:45:00");
    let mut host = post.host();
    let reminder = post.await_sent(2);
    assert!(reminder.starts_with("Nhac hen MC"), "{reminder}");
    host.kill();
    let _host = post.host();
    post.ask("+84912345600", "TC MC2B3CD");
    assert_eq!(post.count_by_phone()["0912345678"], 2);
}

#[test]
fn a_request_is_confirmed_or_answered_with_another_time() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let noted = post.ask(AN, "DK Nguyen Van An khac 25/11");
    assert!(noted.starts_with("Da nhan yeu cau MC"), "{noted}");
    assert!(noted.contains("CHUA phai lich hen"), "{noted}");
    let event = |event| post.office.event(&event);
    event(
        json!({"type": "propose", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "time": "09:00",
        "desk": 1}),
    );
    let proposed = post.await_sent(2);
    assert!(
        proposed.contains("9h ngay 26/11 (thu 5). Dong y: tra loi OK"),
        "{proposed}"
    );
    // Who asks back is neither agreed nor declined, and learns how to do either.
    let other = post.ask(AN, "chieu duoc khong");
    assert!(
        other.contains("HUY MC") && other.contains("DOI MC"),
        "{other}"
    );
    assert_eq!(post.bookings(), []);
    let agreed = post.ask(AN, "ok a");
    assert!(agreed.starts_with("Da xac nhan hen MC"), "{agreed}");
    assert_eq!(post.bookings().len(), 1);
}

#[test]
fn a_request_whose_half_day_is_closed_is_said_to_be_moved_and_still_a_request() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An khac sang 25/11");
    post.office.event(
        &json!({"type": "close_session", "field": "tu-phap", "date": "2026-11-25", "half": "AM", "desk": 1}),
    );
    let moved = post.await_sent(2);
    assert!(moved.starts_with("Yeu cau MC"), "{moved}");
    assert!(moved.contains("doi sang 13h30 ngay 25/11"), "{moved}");
    assert!(moved.contains("CHUA phai lich hen"), "{moved}");
}

#[test]
fn the_form_is_no_way_to_pester_a_phone_with_messages() {
    let post = Post::new(
        &[],
        "[web]\nlisten = \"127.0.0.1:0\"\nper_ten_minutes = 0\n",
        MONDAY,
    );
    let _host = post.host();
    let mut visitor = Site::of(&post.office).visitor(HERE);
    for day in 24..28 {
        let form = visitor.get("/dat-lich");
        post.office.pass(FILLING);
        let filled = Filled::new("0912345678", &format!("2026-11-{day}"));
        let booked = send(&mut visitor, &form, &filled).leads_to().to_owned();
        act(&mut visitor, &booked, "huy", &[]);
    }
    // Each cancellation was told to the phone, too, since it had been told of the booking.
    post.await_store("all that was to be told", |post| {
        let notices = post.notices();
        let waits = |state: &str| matches!(state, "new" | "sending");
        (!notices.iter().any(|n| waits(n.state.id()))).then_some(())
    });
    let last = post.ask("+84987654321", "DK Tran Thi Binh khai sinh 25/11");
    assert!(last.starts_with("Da dat hen MC"), "{last}");
    assert_eq!(post.bookings().len(), 1);
    let notices = post.notices();
    let confirmations = notices
        .iter()
        .filter(|n| n.kind == Some(motcua::domain::notice::NoticeKind::Booked));
    // Those of bookings that were cancelled before it was their turn are not sent at all.
    assert_eq!(confirmations.count(), 3);
}

#[test]
fn a_request_that_lapsed_is_told() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.ask(AN, "DK Nguyen Van An khac 24/11 sang");
    host.kill();
    post.office.set_clock("2026-11-24 08:05:00");
    let _host = post.host();
    let lapsed = post.await_sent(2);
    assert!(
        lapsed.contains("da het han, chua thanh lich hen"),
        "{lapsed}"
    );
}

#[test]
fn what_is_made_in_the_quiet_time_goes_out_after_it_also_when_that_is_long() {
    let post = Post::new(
        &[],
        "[sms]\nquiet = [\"18:00\", \"07:00\"]\n",
        "2026-11-23 18:10:00",
    );
    let mut host = post.host();
    post.modem.deliver(AN, "DK Nguyen Van An khai sinh 25/11");
    post.await_empty();
    assert_eq!(post.sent(), []);
    host.kill();
    post.office.set_clock("2026-11-24 07:01:00");
    let _host = post.host();
    let booked = post.await_sent(1);
    assert!(booked.starts_with("Da dat hen MC"), "{booked}");
}

#[test]
fn ok_to_two_proposals_is_asked_about() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let event = |event| post.office.event(&event);
    event(json!({"type": "set_helper", "phone": "0912345678", "helper": true}));
    for (n, name) in [(1, "Nguyen Van An"), (2, "Tran Thi Binh")] {
        post.ask(AN, &format!("DK {name} khac 25/11"));
        event(
            json!({"type": "propose", "number": format!("tu-phap-{n:03}"), "date": "2026-11-25",
            "to": "2026-11-26", "half": "PM", "desk": 1}),
        );
        post.await_sent(2 * n);
    }
    let asked = post.ask(AN, "OK");
    let example = asked.split_once("vi du: ").expect("an example").1;
    assert_eq!(post.bookings(), []);
    let agreed = post.ask(AN, example);
    assert!(agreed.starts_with("Da xac nhan hen MC"), "{agreed}");
    assert_eq!(post.bookings().len(), 1);
}

#[test]
fn sending_can_be_held_and_goes_on() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.hold(true);
    post.modem.deliver(AN, "DK Nguyen Van An khai sinh 25/11");
    post.await_empty();
    assert_eq!(post.sent(), []);
    post.hold(false);
    let booked = post.await_sent(1);
    assert!(booked.starts_with("Da dat hen MC"), "{booked}");
}

#[test]
fn a_modem_that_was_away_sends_nothing_that_is_no_longer_true() {
    let post = Post::new(
        &[],
        "[sms]\nquiet = [\"18:00\", \"07:00\"]\n",
        "2026-11-23 18:10:00",
    );
    let mut host = post.host();
    let event = |event| post.office.event(&event);
    event(
        json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "phone": "0912345678", "desk": 1}),
    );
    event(
        json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "desk": 1}),
    );
    host.kill();
    post.office.set_clock("2026-11-24 07:01:00");
    let _host = post.host();
    let moved = post.await_sent(1);
    assert!(moved.contains("doi sang 8h ngay 26/11 (thu 5)"), "{moved}");
}

#[test]
fn a_changed_catalogue_reaches_the_confirmation_of_a_web_booking() {
    let post = Post::new(
        &[],
        "[web]\nlisten = \"127.0.0.1:0\"\nper_ten_minutes = 0\n",
        MONDAY,
    );
    let _host = post.host();
    let mut visitor = Site::of(&post.office).visitor(HERE);
    let folder = post.office.path("danh-muc");
    std::fs::create_dir(&folder).unwrap();
    let text = "[[procedure]]\nid = \"khai-sinh\"\nname = \"Khai sinh cho bé\"\n";
    std::fs::write(folder.join("tu-phap.toml"), text).unwrap();
    post.await_store("the new name", |_| {
        let page = visitor.get("/thu-tuc/khai-sinh");
        page.body.contains("Khai sinh cho bé").then_some(())
    });
    let form = visitor.get("/dat-lich");
    post.office.pass(FILLING);
    let filled = Filled::new("0912345678", "2026-11-24");
    send(&mut visitor, &form, &filled).leads_to();
    let told = post.notices().pop().expect("a confirmation");
    assert!(told.text.contains("Khai sinh cho be"), "{}", told.text);
}
