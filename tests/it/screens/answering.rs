//! The answer to a message, in an official's own words.

use crossterm::event::KeyCode;
use motcua::app::post::letters::{MessageState, Route};
use motcua::tui::Command;

use super::letters::{self, came_state, on};
use super::mail::came;

#[test]
fn what_waits_is_answered_in_own_words_where_a_text_arrives() {
    let mut desk = on("Em ơi");
    desk.shows("Alt+M Trả lời");
    desk.alt('m');
    desk.shows("Gửi tới 0912 ••• 888: «Em ơi cho chị hỏi");
    desk.keys("\n");
    desk.shows("Ghi lời trả lời");
    desk.keys("Mai chị lên được ạ");
    desk.shows("duoc a»; còn 142 ký tự.");
    // Half typed, the same message brings it back, and another key its own form.
    desk.keys("\u{1b}");
    desk.f(6);
    desk.shows("Đặt hẹn theo tin nhắn");
    desk.keys("\u{1b}");
    desk.alt('m');
    desk.shows("142 ký tự.");
    desk.keys("\n");
    let text = "Mai chị lên được ạ".to_owned();
    assert_eq!(desk.asked, [Command::Answer { message: 7, text }]);
    assert_eq!(came_state(&desk, 7), MessageState::Settled);

    // What was settled, went out, or came from a machine.
    for words in ["DK Tran Van Canh", "[QC]", "Hen 001 luc 9h00"] {
        let mut desk = on(words);
        desk.alt('m');
        desk.says("Chỉ tin đến đang cần xem mới trả lời được");
    }
    for (from, why) in [
        ("02333123456", "Số này không nhận được SMS: Ctrl+D xem số"),
        ("+8613812345678", "Số này không nhận được SMS"),
        ("1900", "Tin này không có số để trả lời"),
        ("VIETTEL", "Tin này không có số để trả lời"),
        ("zalo:u1", "không nhắn được qua Zalo với người này"),
    ] {
        let mut desk = letters::desk();
        let open = (MessageState::Open, None);
        let message = came(24, "2026-11-23T08:43", from, "xin hỏi", open);
        let page = desk.sample.letters.page.as_mut().unwrap();
        page.list.push(message);
        desk.sample.sort_mail();
        desk.press(KeyCode::Home);
        desk.alt('m');
        desk.says(why);
        if from == "zalo:u1" {
            desk.sample.letters.chats = vec![Route::Chat];
            desk.alt('m');
            desk.keys("Mai ạ");
            desk.shows("sẽ là «Mai ạ»;");
        }
    }
    // The network takes nothing from the SIM, or the modem is away: it is called.
    for (ready, barred) in [(true, true), (false, false)] {
        let mut desk = on("Em ơi");
        let modem = desk.sample.status.as_mut().unwrap().modem.as_mut().unwrap();
        (modem.ready, modem.barred) = (ready, barred);
        assert!(!desk.text(120, 40).contains("Alt+M"));
        desk.alt('m');
        desk.says("Đang không gửi được SMS để trả lời: Ctrl+D xem số rồi gọi cho người dân");
    }
}
