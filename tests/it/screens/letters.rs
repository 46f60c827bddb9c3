//! The page of messages: what is seen of them, and what the keys do.

use crossterm::event::KeyCode;
use motcua::app::post::letters::{LetterId, MessageState, NoticeState};
use motcua::domain::rules::CounterIx;
use motcua::domain::ticket::{Channel, Ticket};
use motcua::tui::Command;

use super::desk::{Desk, PLAIN};
use super::mail::{book, came};
use super::sample::{Sample, minute};

pub(super) fn desk() -> Desk {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.keys("\t\t\t");
    desk
}

/// The page with the cursor on the letter whose row has these words.
pub(super) fn on(words: &str) -> Desk {
    let mut desk = desk();
    let is_chosen = |desk: &mut Desk| {
        let text = desk.text(200, 60);
        text.lines()
            .any(|l| l.starts_with("│▸") && l.contains(words))
    };
    for _ in 0..20 {
        if is_chosen(&mut desk) {
            return desk;
        }
        desk.keys("↓");
    }
    panic!("no row with “{words}”:\n{}", desk.text(200, 60));
}

#[test]
fn what_is_about_a_ticket_is_for_no_message() {
    for key in ['n', 'p', 'o', 'u'] {
        let mut desk = desk();
        desk.ctrl(key);
        desk.says("Không dùng cho tin nhắn");
    }
    let mut desk = desk();
    desk.alt('i');
    desk.says("Quầy chưa có máy in phiếu");
}

pub(super) fn came_state(desk: &Desk, id: i64) -> MessageState {
    desk.sample.letter(LetterId::In(id)).came().unwrap().state
}

fn told_state(desk: &Desk, id: i64) -> NoticeState {
    desk.sample.letter(LetterId::Out(id)).told().unwrap().state
}

fn newest(desk: &Desk, day: &str) -> Ticket {
    let day = minute(&format!("{day}T00:00")).day();
    let tickets = desk.sample.office.tickets_of(day);
    tickets.max_by_key(|t| t.id).unwrap().clone()
}

#[test]
fn what_needs_a_hand_comes_first_and_every_state_has_words() {
    let mut desk = desk();
    desk.shows("Tin nhắn · 3 cần xem, 1 cần gọi, 2 chưa gửi được");
    desk.shows("Gửi hôm nay 12 tin (4.200/200.000 đ), tháng này 214 (74.900 đ) · sóng 17/31");
    let text = desk.text(200, 60);
    let order = [
        "De nghi gio khac: 14h30",
        "Em ơi cho chị hỏi",
        "Hen 001 luc 9h00",
        "DK Lương Văn Tư",
        "Hen 003 luc 8h30",
        "DK Hoang Thi Lan",
        "Da nhan yeu cau",
    ];
    let rows: String = text
        .lines()
        .skip_while(|l| !l.contains("Tình trạng"))
        .collect();
    let places = order.map(|words| rows.find(words));
    assert!(
        places[0].is_some() && places.is_sorted(),
        "{places:?}\n{text}"
    );
    for words in [
        "cần gọi",
        "cần xem",
        "gửi lỗi",
        "chưa rõ đã gửi chưa",
        "thiếu phần",
        "chờ gửi",
        "đã làm",
        "đã tới máy",
        "đã gửi",
        "không gửi nữa",
        "bỏ qua",
        "đã gọi",
        "gọi điện",
        "đặt hẹn · Lương Văn Tư · T5 26/11 chiều · thiếu thủ tục",
        "(không giữ nội dung)",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    desk.keys("\u{1b}");
    let wide = desk.text(200, 60);
    assert!(
        wide.contains("4 yêu cầu, quá hạn 1  5 tin, 1 cần gọi"),
        "{wide}"
    );
    let narrow = desk.text(80, 24);
    assert!(
        narrow.contains("4 yêu cầu (!)  5 tin, 1 cần gọi"),
        "{narrow}"
    );
    assert!(narrow.contains("Quầy 1 ·"), "{narrow}");
}

#[test]
fn a_phone_is_whole_only_in_its_window() {
    let mut desk = on("Em ơi");
    let text = desk.text(120, 40);
    assert!(
        text.contains("0912 ••• 888") && !text.contains("0912 777 888"),
        "{text}"
    );
    desk.shows("Hiểu là: chưa rõ, có thể là đặt hẹn · T3 24/11 · thiếu họ tên, thủ tục");
    desk.ctrl('d');
    desk.shows("0912 777 888");
    desk.shows("Ctrl+Y: Đã xem · F6: Đặt theo tin");
    // The keys of the page hold in the window.
    desk.ctrl('y');
    assert_eq!(desk.asked, [Command::Seen(7)]);
    assert_eq!(came_state(&desk, 7), MessageState::Settled);
    let text = desk.text(120, 40);
    assert!(!text.contains("0912 777 888"), "{text}");
}

#[test]
fn seen_messages_make_room_for_the_next_one() {
    let mut desk = on("Em ơi");
    desk.ctrl('y');
    desk.shows("Tin nhắn · 2 cần xem");
    // The cursor is on what follows: a notice that failed, in which nothing was seen.
    desk.ctrl('y');
    desk.says("Chỉ tin cần xem, hoặc cuộc gọi cần gọi, mới ghi là xong được");
    desk.shows("nhà mạng không cho gửi tin; xem SIM còn tiền, còn hạn");
}

#[test]
fn a_call_is_made() {
    let mut desk = on("De nghi gio khac");
    desk.shows("Ctrl+Y Đã gọi");
    desk.ctrl('d');
    desk.shows("0388 777 666");
    desk.shows("Cuộc gọi 08:40 · cần gọi");
    desk.shows("Quàng Văn Ơn lúc 14:30 thứ Năm 26/11 · chờ người dân");
    desk.ctrl('y');
    assert_eq!(told_state(&desk, 15), NoticeState::Called);
    desk.shows("Tin nhắn · 3 cần xem, 2 chưa gửi được");
}

#[test]
fn a_message_becomes_a_booking_in_three_keys() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    let reading = book("Sùng Thị Mai", "khai-sinh", "2026-11-27", None);
    let message = came(
        20,
        "2026-11-23T08:42",
        "0966555444",
        "Toi la Sung Thi Mai muon khai sinh cho con 27/11",
        (MessageState::Open, Some(reading)),
    );
    desk.sample
        .letters
        .page
        .as_mut()
        .unwrap()
        .list
        .push(message);
    desk.sample.sort_mail();
    desk.keys("\t\t\t");
    desk.shows("▸");
    desk.f(6);
    desk.shows("Đặt hẹn theo tin nhắn");
    desk.shows("«Toi la Sung Thi Mai muon khai sinh cho con 27/11»");
    desk.shows("Sùng Thị Mai");
    desk.keys("\n");
    let [Command::Book { message: 20, .. }] = desk.asked[..] else {
        panic!("{:?}", desk.asked);
    };
    desk.says("Hẹn 002 Sùng Thị Mai lúc 08:10 thứ Sáu 27/11");
    desk.says("máy tự nhắn tin báo: ");
    let t = newest(&desk, "2026-11-27");
    assert_eq!(t.person.channel, Channel::Sms);
    assert_eq!(t.person.phone.as_ref().unwrap().as_str(), "0966555444");
    assert_eq!(t.person.procedure.as_deref(), Some("khai-sinh"));
    assert_eq!(came_state(&desk, 20), MessageState::Settled);
}

#[test]
fn what_is_missing_is_asked_for_and_a_full_half_day_is_not_chosen() {
    // Tư's message names two procedures; of the day only the morning is full.
    let mut desk = on("DK Lương Văn Tư");
    desk.f(6);
    desk.shows("Lương Văn Tư");
    desk.keys("ket hon");
    // When and hour were said: Enter finishes.
    desk.shows("Thứ Năm 26/11 chiều");
    desk.keys("\n");
    desk.says("Lương Văn Tư lúc 13:40 thứ Năm 26/11");
    // Nothing but the phone is known of what a stranger writes.
    let mut desk = on("DK Hoang Thi Lan");
    desk.f(6);
    desk.shows("0355987654");
    desk.keys("\n");
    desk.shows("Chưa có họ tên");
    assert!(desk.asked.is_empty());
}

#[test]
fn a_day_that_cannot_be_booked_is_named() {
    let mut desk = desk();
    let sunday = book("Vừ A Dính", "khai-tu", "2026-11-29", None);
    let text = "DK Vu A Dinh khai tu 29/11";
    let message = came(
        21,
        "2026-11-23T08:42",
        "0966555444",
        text,
        (MessageState::Open, Some(sunday)),
    );
    desk.sample
        .letters
        .page
        .as_mut()
        .unwrap()
        .list
        .push(message);
    desk.sample.sort_mail();
    desk.press(KeyCode::Home);
    desk.f(6);
    desk.shows("Ngày CN 29/11 trong tin không đặt được");
    // Which day it is to be must be said.
    assert!(!desk.text(120, 40).contains("▸ Sớm nhất có thể"));
}

#[test]
fn what_did_not_go_out_is_sent_again_or_given_up() {
    let mut desk = on("Hen 001 luc 9h00");
    desk.ctrl('r');
    assert_eq!(desk.asked, [Command::SendAgain(13)]);
    assert_eq!(told_state(&desk, 13), NoticeState::New);
    let mut desk = on("Hen 003 luc 8h30");
    desk.shows("Máy tắt đúng lúc đang gửi");
    desk.press(KeyCode::Delete);
    assert_eq!(told_state(&desk, 12), NoticeState::Dropped);
    // What was sent can be sent once more, but not taken back.
    let mut desk = on("Nhac hen: 8h00");
    desk.press(KeyCode::Delete);
    desk.says("Chỉ tin chưa gửi được mới bỏ được");
    // It may be read already, and costs once more: that is asked.
    desk.ctrl('r');
    desk.shows("Gửi lại tin này?");
    desk.shows("gửi lại thì tính tiền thêm một lần");
    assert!(desk.asked.is_empty());
    desk.press(KeyCode::Enter);
    assert_eq!(desk.asked, [Command::SendAgain(11)]);
    let mut desk = on("Em ơi");
    desk.ctrl('r');
    desk.says("Chỉ tin đi đã gửi hoặc gửi lỗi mới gửi lại được");
}

#[test]
fn all_sending_is_held_in_sight_of_everybody() {
    let mut desk = desk();
    desk.shows("Ctrl+G Dừng gửi mọi tin");
    desk.ctrl('g');
    desk.shows("Dừng gửi mọi tin nhắn của cơ quan?");
    desk.keys("↓\n");
    assert!(
        desk.asked.is_empty(),
        "a key that is another one's elsewhere asks first"
    );
    desk.ctrl('g');
    desk.keys("\n");
    desk.shows("ĐANG DỪNG GỬI · Gửi hôm nay");
    desk.shows("Ctrl+G Gửi tiếp");
    desk.keys("\u{1b}");
    desk.shows(
        "! Đang dừng gửi mọi tin nhắn, 1 tin đang chờ: Ctrl+G ở màn hình Tin nhắn để gửi tiếp",
    );
    desk.shows("SMS ■");
    // On the main screen the key is another one's.
    desk.ctrl('g');
    desk.says("Giữ lại 002");
    desk.keys("\t\t\t");
    desk.ctrl('g');
    assert_eq!(
        desk.asked,
        [Command::HoldSending(true), Command::HoldSending(false)]
    );
    desk.shows("SMS ●");
}

#[test]
fn a_word_of_a_message_is_learned() {
    let mut desk = on("DK Le Thi Hoa giay de");
    desk.shows("Trả lời (đã tới máy): «Chua ro thu tuc.");
    desk.press(KeyCode::Insert);
    desk.shows("Thêm tên gọi cho một thủ tục");
    desk.shows("Cụm từ        giay de sang");
    desk.keys("\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\nkhai sinh\n");
    let learn = Command::Learn {
        word: "giay de".into(),
        procedure: "khai-sinh".into(),
        message: 6,
    };
    assert_eq!(desk.asked, [learn]);
    // Where a procedure was understood there is nothing to learn.
    let mut desk = on("DK Tran Van Canh");
    desk.press(KeyCode::Insert);
    desk.says("Chỉ tin đến mà máy chưa hiểu thủ tục mới thêm tên gọi được");
    let mut desk = on("[QC]");
    desk.press(KeyCode::Insert);
    desk.says("Chỉ tin đến mà máy chưa hiểu thủ tục mới thêm tên gọi được");
}

#[test]
fn a_refused_word_is_given_back_with_the_reason() {
    let mut desk = on("DK Le Thi Hoa giay de");
    desk.press(KeyCode::Insert);
    desk.fails = Some("«giay de sang» đang là tên gọi của Đăng ký khai tử".to_owned());
    // No procedure is chosen for whoever has not chosen one.
    desk.keys("\n\n");
    desk.shows("Chưa chọn; gõ vài chữ");
    desk.keys("khai sinh\n");
    desk.shows("Thêm tên gọi cho một thủ tục");
    desk.shows("đang là tên gọi của Đăng ký khai tử");
}

#[test]
fn without_a_modem_there_are_calls_only() {
    let mut desk = desk();
    desk.sample.letters.has_modem = false;
    desk.shows("Không có modem nên không gửi tin: việc cần báo sẽ chuyển thành cuộc gọi");
    desk.ctrl('g');
    desk.says("Cơ quan không có modem nên không có gì để dừng gửi");
    desk.press(KeyCode::End);
    desk.ctrl('r');
    desk.says("Cơ quan không có modem nên không gửi được");
}

#[test]
fn the_modem_has_a_lamp_and_words() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.shows("SMS ●");
    let modem = |desk: &mut Desk, ready: bool, trouble: Option<&str>| {
        let modem = desk.sample.status.as_mut().unwrap().modem.as_mut().unwrap();
        modem.ready = ready;
        modem.trouble = trouble.map(str::to_owned);
        modem.since = trouble.map(|_| "08:30".to_owned());
    };
    modem(
        &mut desk,
        true,
        Some("Sóng di động yếu: đặt modem gần cửa sổ."),
    );
    desk.shows("SMS !");
    desk.shows("SMS từ 08:30: Sóng di động yếu");
    modem(&mut desk, false, Some("Modem không trả lời"));
    desk.shows("SMS ✕");
    modem(&mut desk, false, None);
    desk.shows("SMS …");
    desk.sample.status.as_mut().unwrap().modem = None;
    desk.shows("SMS ·");
}

#[test]
fn a_message_that_needs_somebody_is_heard_where_it_belongs() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    let noticed = |desk: &mut Desk, id: i64| {
        let view = desk.sample.view();
        desk.screen
            .noticed_message(view.letters.get(LetterId::In(id)), &view)
    };
    assert_eq!(noticed(&mut desk, 7), [Command::Bell]);
    desk.says("Tin nhắn mới cần xem, 0912 ••• 888: «Em ơi cho chị hỏi");
    // About land: for the counter of that field.
    let reading = book("Tô Hoài", "dat-dai", "2026-11-27", None);
    let message = came(
        22,
        "2026-11-23T08:42",
        "0966555444",
        "xin tach thua",
        (MessageState::Open, Some(reading)),
    );
    let mut land = Desk::at(desk.sample.clone(), CounterIx(1), PLAIN);
    for (desk, bells) in [(&mut desk, 0), (&mut land, 1)] {
        desk.sample
            .letters
            .page
            .as_mut()
            .unwrap()
            .list
            .push(message.clone());
        assert_eq!(noticed(desk, 22).len(), bells);
    }
    land.says("Tin nhắn mới cần xem, 0966 ••• 444: «xin tach thua»");
}

#[test]
fn a_message_can_do_the_screen_no_harm() {
    let evil = "A\u{1b}[2J\u{202e}B\r\n\u{200b}C\u{301}\u{301}\u{301}👩‍👩‍👧‍👦漢字".repeat(40);
    let mut desk = desk();
    let mut reading = book(&evil, &evil, "2026-11-27", None);
    reading.meant = Some(Box::new(reading.clone()));
    reading.intent = motcua::domain::sms::Intent::Unknown;
    let message = came(
        23,
        "2026-11-23T08:42",
        &evil,
        &evil,
        (MessageState::Open, Some(reading)),
    );
    desk.sample
        .letters
        .page
        .as_mut()
        .unwrap()
        .list
        .push(message);
    desk.sample.sort_mail();
    for keys in ["↑↑↑↑↑↑↑↑↑", "\n", "\n", "\u{1b}"] {
        desk.keys(keys);
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let text = desk.text(width, height);
            let hidden = |c: char| {
                c != '\n'
                    && (c.is_control()
                        || ('\u{200b}'..='\u{200f}').contains(&c)
                        || ('\u{202a}'..='\u{202e}').contains(&c))
            };
            assert!(!text.contains(hidden), "{text:?}");
            let framed = text.lines().filter(|l| l.starts_with('│'));
            for line in framed {
                assert!(
                    line.ends_with(['│', '╯', '╮']),
                    "the frame is whole\n{text}"
                );
            }
        }
    }
}
