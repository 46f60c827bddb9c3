//! What a citizen is told when an official takes something back, and does it again.

use motcua::domain::notice::{NoticeKind, NoticeState};
use motcua::store::Store;
use serde_json::json;

use super::{AN, MONDAY};
use crate::support::desk::Desk;
use crate::support::letters::Post;
use crate::support::office::Office;

#[test]
fn the_office_tells_of_what_it_changes_and_takes_back_what_was_a_slip() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    let event = |event| post.office.event(&event);
    event(
        json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "time": "09:00",
        "desk": 1}),
    );
    let moved = post.await_sent(2);
    assert!(
        moved.contains("doi sang 9h ngay 26/11 (thu 5), so moi 1"),
        "{moved}"
    );
    event(json!({"type": "undo", "counter": 1}));
    let corrected = post.await_sent(3);
    assert!(corrected.starts_with("Dinh chinh: hen MC"), "{corrected}");
    assert!(corrected.contains("8h ngay 25/11 (thu 4)"), "{corrected}");
    event(json!({"type": "redo", "counter": 1}));
    assert_eq!(post.await_sent(4), moved);
    event(json!({"type": "undo", "counter": 1}));
    assert_eq!(post.await_sent(5), corrected);
    event(json!({"type": "close_session", "field": "tu-phap", "date": "2026-11-25", "half": "AM"}));
    let closed = post.await_sent(6);
    assert!(
        closed.contains("doi sang 13h30 ngay 25/11 (thu 4)"),
        "{closed}"
    );
}

#[test]
fn an_undo_takes_back_only_what_it_undoes() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    host.kill();
    post.office.set_clock("2026-11-24 16:29:00");
    let _host = post.host();
    let event = |event| post.office.event(&event);
    event(json!({"type": "walkin", "field": "tu-phap", "desk": 1}));
    post.office.pass(2);
    let reminder = post.await_sent(2);
    assert!(reminder.starts_with("Nhac hen MC"), "{reminder}");
    event(json!({"type": "undo", "counter": 1}));
    post.ask("+84987654321", "TC MC2B3CD");
    assert_eq!(post.count_by_phone()["0912345678"], 2, "no correction");
}

/// A counter books by telephone for the day after tomorrow.
fn book(desk: &mut Desk, phone: &str) {
    desk.press(&format!(
        "F6 «Phạm Thị Dung» Enter {phone} Enter «chung thuc» Enter «25/11» Enter"
    ));
    desk.screen.wait_for("Giờ             vd. 9:30");
    desk.says(
        "Enter Enter",
        "Hẹn 001 Phạm Thị Dung lúc 08:00 thứ Tư 25/11",
    );
}

/// What still is to be told, and how, oldest first.
fn to_tell(office: &Office) -> Vec<(NoticeKind, NoticeState)> {
    let all = Store::open(&office.store()).unwrap().notices(100).unwrap();
    let all = all.into_iter().rev();
    let open = all.filter(|n| matches!(n.state, NoticeState::New | NoticeState::Call));
    open.filter_map(|n| Some((n.kind?, n.state))).collect()
}

/// Two presses within a moment are one.
fn a_moment() {
    std::thread::sleep(std::time::Duration::from_millis(600));
}

#[test]
fn who_heard_an_hour_on_the_telephone_is_called_when_it_stands_no_more() {
    use NoticeKind::{Cancelled, Corrected, Moved};
    let call = |kind| [(kind, NoticeState::Call)];
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", MONDAY);
    let mut desk = Desk::open(&office, &[]);
    book(&mut desk, "«0912345678»");
    assert_eq!(to_tell(&office), []);
    desk.says("Ctrl+Z", "Đã hoàn tác: đặt hẹn · huỷ 001");
    assert_eq!(to_tell(&office), call(Cancelled));
    desk.says("Alt+Z", "Đã làm lại: đặt hẹn");
    assert_eq!(to_tell(&office), [], "nobody was called meanwhile");

    // Another hour was called out, and taken back.
    desk.press("Tab");
    desk.screen.wait_for("Lịch hẹn · đã đặt / chỗ");
    desk.press("Down Down");
    desk.screen.wait_for("▸ T4 25/11  1/18");
    desk.shows("Right Ctrl+O", "Đổi lịch 001 Phạm Thị Dung");
    desk.says("«26/11 chieu» Enter Enter", "lúc 13:30 thứ Năm 26/11");
    assert_eq!(to_tell(&office), call(Moved));
    // Who stands there, or is on the telephone, knows it already.
    desk.hears("Ctrl+Y: đã báo, khỏi gọi");
    desk.says("Ctrl+Y", "Đã ghi là đã gọi 0912 ••• 678 Phạm Thị Dung");
    assert_eq!(to_tell(&office), []);
    // That was a slip: the call is to be made again, and until then nobody was told anything.
    desk.says("Ctrl+Z", "Đã hoàn tác: lại cần gọi");
    assert_eq!(to_tell(&office), call(Moved));
    a_moment();
    desk.says("Ctrl+Z", "Đã hoàn tác: đổi lịch");
    assert_eq!(to_tell(&office), []);
    a_moment();
    desk.says("Ctrl+Z", "Đã hoàn tác: đặt hẹn");
    assert_eq!(
        to_tell(&office),
        call(Cancelled),
        "and now has no hour at all"
    );

    // Who was told that it is off hears that it stands.
    desk.shows("Alt+4", "Tin nhắn · 1 cần gọi");
    desk.says("Ctrl+Y", "Đã ghi là đã gọi");
    desk.says("Alt+Z", "Đã làm lại: đặt hẹn");
    assert_eq!(to_tell(&office), call(Corrected));
}

#[test]
fn an_undone_booking_without_a_phone_is_named_and_with_a_modem_it_is_written() {
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", MONDAY);
    let mut desk = Desk::open(&office, &[]);
    book(&mut desk, "");
    desk.says(
        "Ctrl+Z",
        "huỷ 001 ngày 25/11, 1 người không có số điện thoại: Phạm Thị Dung",
    );
    assert_eq!(to_tell(&office), []);

    // The hour that has not gone out yet was heard all the same.
    let modem = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[modem]\nport = \"/dev/khong-co-modem\"\n";
    let office = Office::new(modem, MONDAY);
    let mut desk = Desk::open(&office, &[]);
    book(&mut desk, "«0912345678»");
    assert_eq!(to_tell(&office), [(NoticeKind::Booked, NoticeState::New)]);
    desk.says("Ctrl+Z", "Đã hoàn tác: đặt hẹn");
    assert_eq!(
        to_tell(&office),
        [(NoticeKind::Cancelled, NoticeState::New)]
    );
}

#[test]
fn a_closed_half_day_says_how_many_calls_are_left() {
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", MONDAY);
    let mut desk = Desk::open(&office, &[]);
    for (name, phone, number) in [
        ("Phạm Thị Dung", "0912345678", "001"),
        ("Hồ Văn Ích", "0977123456", "002"),
    ] {
        desk.press(&format!(
            "F6 «{name}» Enter «{phone}» Enter «chung thuc» Enter «25/11» Enter"
        ));
        desk.screen.wait_for("Giờ             vd. 9:30");
        desk.says("Enter Enter", &format!("Hẹn {number} {name}"));
    }
    desk.press("Tab");
    desk.screen.wait_for("Lịch hẹn · đã đặt / chỗ");
    desk.press("Down Down");
    desk.screen.wait_for("▸ T4 25/11  2/18");
    desk.shows("Ctrl+W", "2 lịch hẹn, yêu cầu sẽ đổi giờ");
    desk.says("Enter Enter", "phải gọi báo 2 người: màn hình Tin nhắn");
}

#[test]
fn who_was_told_of_another_hour_by_telephone_is_answered_for_on_the_page_of_requests() {
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", MONDAY);
    office.event(
        &json!({"type": "request", "field": "tu-phap", "date": "2026-11-25", "time": "09:00",
        "phone": "0912345678", "name": "Phạm Thị Dung"}),
    );
    let mut desk = Desk::open(&office, &[]);
    desk.shows("Alt+3", "Phạm Thị Dung");
    desk.shows("Ctrl+O", "Đề nghị giờ khác cho 001");
    desk.says(
        "«26/11 chieu» Enter Enter",
        "Đề nghị giờ khác cho 001 ngày 25/11",
    );
    desk.shows("Alt+4", "Tin nhắn · 1 cần gọi");
    desk.says("Ctrl+Y", "Đã ghi là đã gọi 0912 ••• 678 Phạm Thị Dung");
    desk.hears("người dân trả lời: ghi ở màn hình Yêu cầu (Alt+3)");
    desk.shows("Alt+3", "Ctrl+Y Người dân đồng ý");
}
