//! The door of the keyboard: a day at the counter, each action by its keys on a real terminal.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";
fn office() -> Office {
    Office::new(OFFICE, CLOCK)
}

/// Two things are taken back no faster than one a second.
fn a_second_later() {
    std::thread::sleep(std::time::Duration::from_millis(1100));
}

#[test]
fn the_usual_day_needs_five_keys() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter", "Cấp số 001 · gọi 001");
    desk.wait_serving(&["001", "—", "—", "—"]);
    // As Telex engines type it: letters, then Backspaces (0x7F) and the new letters in one burst.
    desk.press("F5 «Nguye\x7fên\x7f\x7fễn Va\x7făn An»");
    desk.screen.wait_for("Họ tên        Nguyễn Văn An");
    desk.says("Enter", "Cấp số 002 Nguyễn Văn An · là người chờ đầu tiên");
    // Others erase with 0x08, or send letters and marks apart.
    desk.press("F5 «Le\x08ê Thi\u{323} Dung»");
    desk.screen.wait_for("Họ tên        Lê Thị Dung");
    desk.says("Enter", "Cấp số 003 Lê Thị Dung · trước còn 1 người");
    desk.says("F5 Enter", "Cấp số 004");
    assert_eq!(office.ticket("tu-phap-003")["name"], "Lê Thị Dung");

    desk.says("F2", "Xong 001 · gọi 002 Nguyễn Văn An");
    office.pass(1);
    desk.says("F3", "Gọi lại 002 Nguyễn Văn An");
    desk.says("F4", "Vắng 002 Nguyễn Văn An · gọi 003 Lê Thị Dung");
    assert_eq!(office.state("tu-phap-002"), "missed");
    desk.says(
        "Ctrl+Z",
        "Đã hoàn tác: vắng · đang phục vụ 002 Nguyễn Văn An",
    );
    desk.wait_serving(&["002", "—", "—", "—"]);
    assert_eq!(office.state("tu-phap-003"), "waiting");
    let usual = [
        "walkin", "walkin", "walkin", "walkin", "done", "recall", "absent", "undo",
    ];
    assert_eq!(office.events(), usual);
}

#[test]
fn a_bouncing_key_skips_nobody() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter F5 Enter", "Cấp số 003");
    desk.says("F2 F2 F2", "Xong 001 · gọi 002");
    // F3 shows that the keys before it have been read.
    desk.says("F2 F3", "Gọi lại 002");
    desk.wait_serving(&["002", "—", "—", "—"]);
    office.pass(1);
    desk.says("F2", "Xong 002 · gọi 003");
    desk.says("F4 F4", "Vắng 003 · chưa có ai chờ");
    assert_eq!(
        office
            .events()
            .iter()
            .filter(|name| **name == "done")
            .count(),
        2
    );
}

#[test]
fn whoever_has_priority_goes_before_the_others() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter", "Cấp số 002");
    desk.press("F5 Up « »");
    desk.screen.wait_for("[x]");
    desk.says("«» Enter", "Cấp số 003");
    desk.wait_row("003", "ưu tiên");
    assert!(desk.queue()[0].starts_with("003"), "{:?}", desk.queue());
    // Given and taken away again on a row.
    desk.says("Down Down Ctrl+U", "Ghi ưu tiên cho 002");
    assert!(desk.queue()[0].starts_with("002"), "{:?}", desk.queue());
    desk.says("Ctrl+U", "Bỏ ưu tiên của 002");
    desk.says("Ctrl+Z", "Đã hoàn tác: ưu tiên");
    desk.wait_row("002", "ưu tiên");
    desk.says("F2", "Xong 001 · gọi 002");
}

#[test]
fn put_aside_and_taken_up_again() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 «Trần Văn Cảnh» Enter F5 Enter", "Cấp số 002");
    desk.says("Ctrl+G", "Giữ lại 001 Trần Văn Cảnh · gọi 002");
    desk.wait_row("001", "được giữ lại");
    // At a busy counter it is asked what becomes of who is there.
    desk.press("Ctrl+R");
    desk.screen.wait_for("Giữ 002 lại, lát nữa tiếp");
    desk.says("Enter", "gọi 001 Trần Văn Cảnh");
    assert_eq!(office.state("tu-phap-002"), "held");
    desk.says("Ctrl+Z", "Đã hoàn tác: gọi số");
    assert_eq!(office.state("tu-phap-001"), "held");
    desk.says("F2", "Xong 002 · chưa có ai chờ");
    desk.says("Ctrl+R", "001 Trần Văn Cảnh");
    desk.wait_serving(&["001", "—", "—", "—"]);
    // Missed, then here after all.
    desk.says("F4", "Vắng 001 Trần Văn Cảnh · chưa có ai chờ");
    desk.wait_row("001", "vắng khi gọi");
    desk.says("Insert Enter", "001 Trần Văn Cảnh về chỗ cũ trong hàng");
    desk.wait_serving(&["001", "—", "—", "—"]);
    // Gone home, and back.
    desk.says("F5 «Lê Thị Dung» Enter", "Cấp số 003 Lê Thị Dung");
    desk.says("Down Ctrl+B", "003 Lê Thị Dung đã về");
    desk.wait_row("003", "đã về");
    desk.says("Insert", "003 Lê Thị Dung về chỗ cũ trong hàng");
    desk.wait_row("003", "theo số");
}

#[test]
fn a_person_goes_to_another_field_with_the_time_already_waited() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 «Trần Văn Cảnh» Enter", "Cấp số 001");
    desk.press("F8 «dia chinh»");
    desk.screen.wait_for("Chuyển 001 Trần Văn Cảnh");
    desk.says(
        "Enter",
        "001 Trần Văn Cảnh chuyển sang Địa chính – Xây dựng, số mới 001",
    );
    desk.wait_serving(&["—", "001", "—", "—"]);
    assert_eq!(office.state("tu-phap-001"), "transferred");
    assert_eq!(office.ticket("dia-chinh-001")["counter"], "2");
    desk.says(
        "Ctrl+Z",
        "Đã hoàn tác: chuyển lĩnh vực · đang phục vụ 001 Trần Văn Cảnh",
    );
    desk.wait_serving(&["001", "—", "—", "—"]);
}

#[test]
fn a_given_number_is_called_out_of_order() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter F5 Enter F5 Enter F5 Enter", "Cấp số 005");
    // Typed on the screen itself, at a busy counter: what becomes of the one who is there is asked.
    desk.press("«4» Enter");
    desk.screen.wait_for("Quầy đang phục vụ 001.");
    // An Enter at once would be a scanner's; somebody has read the question now.
    office.pass(1);
    desk.says("Down Enter", "Xong 001 · gọi 004");
    desk.screen.wait_for("Ctrl+Z Hoàn tác: gọi số 004");
    assert_eq!(office.state("tu-phap-001"), "done");
    desk.press("«3» Enter");
    desk.screen.wait_for("Giữ 004 lại, lát nữa tiếp");
    office.pass(1);
    desk.says("Enter", "Giữ lại 004 · gọi 003");
    assert_eq!(office.state("tu-phap-004"), "held");
    desk.says("Ctrl+Z", "đang phục vụ 004");
    desk.wait_serving(&["004", "—", "—", "—"]);
    assert_eq!(office.state("tu-phap-003"), "waiting");
    // With the form, for the chosen row.
    desk.press("Down Down «#»");
    desk.screen.wait_for("Gọi một số");
    desk.press("Enter");
    desk.screen.wait_for("Gọi 003");
    desk.says("Down Enter", "Xong 004 · gọi 003");
    // A number that is not there is told, and a wrong key changes nothing.
    desk.says("«77» Enter", "Hôm nay không có số 77");
    desk.press("«12»");
    desk.screen.wait_for("Số hoặc mã: 12");
    desk.press("Esc");
    desk.screen.wait_gone("Số hoặc mã");
    desk.wait_serving(&["003", "—", "—", "—"]);
}

#[test]
fn a_free_counter_calls_a_given_number_without_a_question() {
    let office = Office::new(&format!("{OFFICE}auto_call = false\n"), CLOCK);
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter F5 Enter", "Cấp số 003");
    desk.wait_serving(&["—", "—", "—", "—"]);
    desk.press("«3»");
    desk.screen.wait_for("Số hoặc mã: 3");
    // Time passes between a hand's keys.
    office.pass(1);
    desk.says("Enter", "Gọi 003");
    // F2 is one event at a counter that calls by hand: done, and the next one.
    desk.says("F2", "Xong 003 · gọi 001");
    assert_eq!(office.state("tu-phap-003"), "done");
    office.pass(1);
    desk.says("F2", "Xong 001 · gọi 002");
    office.pass(1);
    desk.says("F2", "Xong 002 · không còn ai chờ");
    let names = office.events();
    assert_eq!(names[3..], ["call_number", "next", "next", "next"]);
}

/// What stands in a citizen's QR is typed by the scanner as fast as no hand types, with an Enter of its own behind it.
#[test]
fn what_a_scanner_types_never_calls_a_number() {
    let office = Office::new(&format!("{OFFICE}auto_call = false\n"), CLOCK);
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter F5 Enter", "Cấp số 003");
    for burst in ["003\r", "#3\r", "\t003\r"] {
        desk.rest();
        desk.screen.send(burst);
        desk.screen.wait_for("Tìm từ hôm nay");
        desk.screen.wait_for("▸ 003");
    }
    // With the Enter that stands in the code and the scanner's own; twice.
    for burst in ["003\r\r", "#003\r\r", "/003\r\r", "003\r\r003\r\r\r"] {
        desk.rest();
        desk.screen.send(burst);
        desk.rest();
    }
    desk.wait_serving(&["—", "—", "—", "—"]);
    assert_eq!(office.events(), ["walkin"; 3]);
    // At a busy counter it is asked first, and the second Enter is no answer.
    desk.says("F2", "Gọi 001");
    for burst in ["003\r\r", "#003\r\r", "#003\r\r\r\r"] {
        desk.rest();
        desk.screen.send(burst);
        desk.rest();
    }
    desk.wait_serving(&["001", "—", "—", "—"]);
}

#[test]
fn a_pause_has_its_reason_and_its_end() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter", "Cấp số 002");
    desk.press("F9");
    desk.screen
        .wait_for("không còn quầy nào mở cho Tư pháp – Hộ tịch");
    desk.says("«hop» Enter", "Quầy 1 tạm nghỉ sau khi xong 001: họp");
    // The person who is here is finished first, and nobody else called.
    desk.screen.wait_for("rồi tạm nghỉ");
    desk.says("F2", "Xong 001");
    desk.screen.wait_for("tạm nghỉ: họp");
    desk.wait_serving(&["—", "—", "—", "—"]);
    desk.says(
        "F5 Enter",
        "Mọi quầy của Tư pháp – Hộ tịch đang tạm nghỉ nên không cấp số; mở quầy bằng F9",
    );
    desk.press("Esc");
    desk.screen.wait_gone("Enter: cấp số");
    office.pass(1);
    desk.says("F9", "Quầy 1 mở lại · gọi 002");
    desk.screen.wait_for("Hoàn tác: mở quầy  ");
    office.pass(1);
    desk.press("F9 Tab «đến 09:00»");
    desk.screen.wait_for("đến 09:00");
    desk.says("Enter", "Quầy 1 tạm nghỉ sau khi xong 002: đến 09:00");
    desk.says("Ctrl+Z", "Đã hoàn tác: tạm nghỉ");
    desk.says("F2", "Xong 002 · chưa có ai chờ");
}

#[test]
fn a_booking_for_a_caller_and_its_owner_with_the_code() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.press("F6 «Lê Văn Cường» Enter «0912 345 678» Enter «khai sinh» Enter Enter");
    desk.screen.wait_for("Người dân gọi điện thoại");
    desk.says(
        "Enter",
        "Hẹn 001 Lê Văn Cường lúc 09:00 hôm nay (sớm nhất hôm nay)",
    );
    desk.wait_row("001", "09:00");
    let booked = office.ticket("tu-phap-001");
    assert_eq!(
        (&booked["time"], &booked["present"]),
        (&json!("2026-11-23T09:00"), &json!(false))
    );
    let code = code_of(&mut desk);

    // A code that nobody has, and then the right one, typed by a scanner on the screen itself.
    desk.says("«MC22222» Enter", "Không có mã MC22222");
    desk.press("F4");
    desk.says(
        &format!("«{code}» Enter"),
        "001 Lê Văn Cường đã có mặt, hẹn 09:00",
    );
    desk.wait_serving(&["001", "—", "—", "—"]);
    desk.says("Ctrl+Z", "Đã hoàn tác: ghi có mặt");
    desk.wait_row("001", "chưa");

    // The scanner types its address into whatever field has the focus: the form stays as it was.
    desk.press("F5 «Phạm Thị E»");
    desk.screen.wait_for("Họ tên        Phạm Thị E");
    desk.says(
        &format!("«http://192.168.1.10:8080/ma/{code}» Enter"),
        "001 Lê Văn Cường đã có mặt, hẹn 09:00",
    );
    desk.screen.wait_for("Họ tên        Phạm Thị E ");
    assert_eq!(
        office.queue().as_array().unwrap().len(),
        1,
        "no number was given"
    );
    desk.says("«m» Enter", "Cấp số 002 Phạm Thị Em");
    desk.says("Ctrl+Z", "Đã hoàn tác: cấp số");
    a_second_later();
    desk.says("Ctrl+Z", "Đã hoàn tác: ghi có mặt");

    // By hand: with the code in small letters, or with the number.
    desk.press("F7");
    desk.screen.wait_for("Ghi có mặt cho người có hẹn");
    desk.says(
        &format!("«{}» Enter", code.to_lowercase()),
        "001 Lê Văn Cường đã có mặt",
    );
    desk.says("Ctrl+Z", "Đã hoàn tác: ghi có mặt");
    desk.says("F7 «1» Enter", "001 Lê Văn Cường đã có mặt");
    assert_eq!(office.state("tu-phap-001"), "serving");
}

/// The code on the screen.
fn code_of(desk: &mut Desk) -> String {
    let text = desk.screen.text();
    let at = text
        .find(" MC")
        .unwrap_or_else(|| panic!("no code on\n{text}"));
    text[at + 1..].chars().take(7).collect()
}

#[test]
fn a_booking_on_a_chosen_day_and_its_changes() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.press("F6 «Phạm Thị Dung» Enter Enter «chung thuc» Enter «25/11» Enter");
    desk.screen.wait_for("Giờ             vd. 9:30");
    desk.says(
        "«9h30» Enter Enter",
        "Hẹn 001 Phạm Thị Dung lúc 09:30 thứ Tư 25/11",
    );
    // The second screen: the day's load and its bookings.
    desk.press("Tab");
    desk.screen.wait_for("Lịch hẹn · đã đặt / chỗ");
    desk.press("Down Down");
    desk.screen.wait_for("Thứ Tư 25/11 · 1 hẹn");
    desk.screen.wait_for("▸ T4 25/11  1/18");
    desk.press("Right Ctrl+O");
    desk.screen.wait_for("Đổi lịch 001 Phạm Thị Dung");
    desk.says(
        "«26/11 chieu» Enter Enter",
        "Đổi lịch 001 ngày 25/11, số mới 001 Phạm Thị Dung lúc 13:30 thứ Năm 26/11",
    );
    desk.screen.wait_for("T4 25/11  0/18");
    desk.says("Ctrl+Z", "Đã hoàn tác: đổi lịch");
    desk.screen.wait_for("T4 25/11  1/18");
    a_second_later();
    desk.says("Ctrl+Z", "Đã hoàn tác: đặt hẹn");
    desk.screen.wait_for("T4 25/11  0/18");
    desk.press("Esc");
    desk.screen.wait_for("Hàng chờ Tư pháp");
    assert_eq!(office.events(), ["web", "move", "undo", "undo"]);
}

#[test]
fn half_filled_forms_are_offered_again() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.press("F6 «Phạm Thị Dung» Enter «0912»");
    desk.screen.wait_for("Điện thoại    0912");
    desk.says("Esc", "Chưa làm gì, biểu mẫu gõ dở được cất lại");
    desk.press("F6");
    desk.screen
        .wait_for("Còn một biểu mẫu gõ dở lúc trước, chưa làm: F6 lần nữa để gõ tiếp");
    office.pass(1);
    desk.press("F6");
    desk.screen.wait_for("Họ tên        Phạm Thị Dung");
    // What is wrong is told, with the cursor where it belongs.
    desk.press("Enter Enter Enter Enter");
    desk.screen.wait_for("Số điện thoại có 4 chữ số");
    desk.press("«345678»");
    desk.screen.wait_for("Điện thoại    0912345678");
    assert!(office.events().is_empty());
}

#[test]
fn people_are_found_and_put_right() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    for name in [
        "Trần Thị Bích",
        "Đặng Văn Đông",
        "Nguyễn Thị Hoa",
        "Nguyễn Thị Hòa",
    ] {
        desk.says(&format!("F5 «{name}» Enter"), name);
    }
    desk.press("«/» «dang dong»");
    desk.screen.wait_for("Đặng Văn Đông");
    desk.press("Enter");
    desk.screen
        .wait_until("002 chosen", |screen| screen.contents().contains("▸ 002"));
    let before = office.queue();

    desk.press("Ctrl+N");
    desk.screen.wait_for("Họ tên, số điện thoại của 002");
    desk.says("«g» Enter", "Ghi họ tên cho 002 Đặng Văn Đôngg");
    desk.says("Ctrl+Z", "Đã hoàn tác: ghi họ tên");
    assert_eq!(office.queue(), before);

    desk.press("Ctrl+P");
    desk.screen.wait_for("Thủ tục của 002 Đặng Văn Đông");
    desk.says("«ket hon» Enter", "Ghi thủ tục cho 002 Đặng Văn Đông");
    desk.wait_row("002", "Đăng ký kết hôn");
    desk.says("Ctrl+Z", "Đã hoàn tác: ghi thủ tục");
    assert_eq!(office.queue(), before);

    desk.press("Delete");
    desk.screen.wait_for("Huỷ số này?");
    // The answer that changes nothing.
    desk.press("Down Enter");
    desk.screen.wait_gone("Huỷ số này?");
    assert_eq!(office.queue(), before);
    desk.press("Delete");
    desk.screen.wait_for("Huỷ số này?");
    // Somebody has read it.
    office.pass(1);
    desk.says("Enter", "Huỷ 002 Đặng Văn Đông");
    assert_eq!(office.state("tu-phap-002"), "cancelled");
    desk.says("Ctrl+Z", "Đã hoàn tác: huỷ");
    assert_eq!(office.queue(), before);

    // Letters without an action are a search, too; accents tell names apart only where they are typed.
    desk.press("«hoa» Enter");
    desk.screen.wait_for("Nguyễn Thị Hòa");
    desk.screen.wait_for("Nguyễn Thị Hoa");
    desk.press("Esc");
}

#[test]
fn the_screen_explains_itself() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter", "Cấp số 002");
    desk.shows("Down «?»", "Vì sao 002 đứng ở chỗ này?");
    desk.screen
        .wait_for("Trực tiếp, có mặt từ 08:00; theo thứ tự số, sau người có hẹn đã đến giờ");
    desk.press("Esc");
    desk.screen.wait_gone("Vì sao 002 đứng ở chỗ này?");
    desk.shows("Enter", "Esc: đóng");
    // A window that only tells something is no hindrance for the next key.
    desk.says("F2", "Xong 001 · gọi 002");
    desk.shows(
        "F1",
        "Ghi xong cho người đang phục vụ và gọi người tiếp theo",
    );
    desk.press("F1");
    desk.screen
        .wait_gone("Ghi xong cho người đang phục vụ và gọi người tiếp theo");
    desk.shows("Alt+W", "Vì sao 002 đứng ở chỗ này?");
    desk.press("Esc");
    desk.screen.wait_gone("Vì sao 002 đứng ở chỗ này?");
    // Another field's queue, and back.
    desk.shows("Right", "Hàng chờ Địa chính – Xây dựng (lĩnh vực khác)");
    desk.shows("Left", "Hàng chờ Tư pháp – Hộ tịch");
    desk.shows("Alt+6", "Góp ý, phản ánh");
    desk.shows("Shift+Tab", "Không có hồ sơ nào đang giải quyết.");
    desk.shows("Esc", "Hàng chờ Tư pháp – Hộ tịch");
}

#[test]
fn the_mouse_presses_what_it_points_at_and_is_given_back() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter", "Cấp số 001 · gọi 001");
    let clicks = |screen: &vt100::Screen| screen.mouse_protocol_mode();
    assert_eq!(
        desk.screen.look(clicks),
        vt100::MouseProtocolMode::PressRelease
    );
    let text = desk.screen.text();
    let (row, line) = (1..)
        .zip(text.lines())
        .find(|(_, line)| line.contains("F2 Xong 001"))
        .expect("the usual next act");
    let column = 1 + line.split("F2 Xong").next().unwrap_or("").chars().count();
    desk.screen
        .send(format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
    desk.hears("Xong 001");
    // A terminal's own answer is nobody's key.
    desk.screen.send("\x1b]11;rgb:0000/0000/0000\x07");
    desk.says("F5 Enter", "Cấp số 002 · gọi 002");
    assert_eq!(office.events(), ["walkin", "done", "walkin"]);
    desk.press("Ctrl+C Enter");
    assert!(desk.screen.wait_exit().success());
    assert_eq!(desk.screen.look(clicks), vt100::MouseProtocolMode::None);
}
