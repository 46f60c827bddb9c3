//! The page of a booking tells the present state, whatever address it is opened by: reloaded, reopened days later, or by
//! Back, with the thanks of then still in the address.

use std::net::Ipv4Addr;

use serde_json::json;

use super::{Open, act, open};
use crate::support::site::{Filled, Visitor};

const DAY: &str = "2026-11-24";
const THANKS: [&str; 3] = ["Cảm ơn", "Đã ghi lịch hẹn", "Đã nhận giờ hẹn"];

/// The first heading of a page.
fn heading(visitor: &mut Visitor, path: &str) -> String {
    let page = visitor.get(path).body;
    let start = page.find("<h1>").expect("a heading") + 4;
    page[start..].split("</h1>").next().unwrap().to_owned()
}

/// A booking, and the address that the browser keeps of it.
fn booked(open: &Open, visitor: &mut Visitor, phone: &str) -> String {
    let path = open.booked(visitor, &Filled::new(phone, DAY));
    assert!(path.contains("xong=hen"), "{path}");
    assert_eq!(heading(visitor, &path), "Đã ghi lịch hẹn. Cảm ơn ông/bà");
    path
}

#[track_caller]
fn is_told(visitor: &mut Visitor, path: &str, wanted: &str) {
    let others = ["xong=hen", "xong=nhan", "xong=den", "xong=so", ""];
    for address in others.map(|done| path.replace("xong=hen", done)) {
        let heading = heading(visitor, &address);
        assert_eq!(heading, wanted, "{address}");
        assert!(THANKS.iter().all(|thanks| !heading.contains(thanks)));
        // What loads the page again does not bring the thanks back.
        assert!(!visitor.get(&address).body.contains("xong="), "{address}");
    }
}

#[test]
fn what_was_cancelled_is_not_thanked_for() {
    let open = open("phone = \"02333123456\"\n");
    let mut visitor = open.visitor();
    let path = booked(&open, &mut visitor, "0912345678");
    open.office
        .event(&json!({"type": "cancel", "number": "tu-phap-001", "date": DAY}));
    is_told(&mut visitor, &path, "Lịch hẹn đã huỷ");
    let page = visitor.get(&path);
    page.says("Giờ đã hẹn (không còn)");
    page.says("8h00 thứ Ba, 24/11/2026");
    page.says("Nếu ông/bà không huỷ, xin hỏi cơ quan trước khi đến");
    page.says("Hỏi cơ quan: 02333123456");
    page.says("Đặt lịch hẹn mới");
}

#[test]
fn what_the_office_moved_says_the_old_and_the_new_time() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = booked(&open, &mut visitor, "0912345678");
    open.office
        .event(&json!({"type": "close_session", "field": "tu-phap", "date": DAY, "half": "AM"}));
    is_told(&mut visitor, &path, "Lịch hẹn đã chuyển sang giờ khác");
    let page = visitor.get(&path);
    page.says("Giờ cũ 8h00 thứ Ba, 24/11/2026 không còn");
    page.says("13h30 thứ Ba, 24/11/2026");
    page.says("Cơ quan đổi giờ lúc 8h01 thứ Hai");
}

/// A request, at eight on [`DAY`].
fn requested(open: &Open, visitor: &mut Visitor) -> String {
    let filled = Filled::new("0912345678", DAY)
        .with("thu-tuc", "khac")
        .with("ghi-chu", "hỏi việc khác");
    let path = open.booked(visitor, &filled);
    assert_eq!(heading(visitor, &path), "Đã gửi đăng ký. Cảm ơn ông/bà");
    path
}

#[test]
fn a_request_that_the_office_moved_is_no_booking() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = requested(&open, &mut visitor);
    open.office
        .event(&json!({"type": "close_session", "field": "tu-phap", "date": DAY, "half": "AM"}));
    is_told(&mut visitor, &path, "Đã đăng ký, chờ cán bộ xác nhận");
    let page = visitor.get(&path);
    page.says(
        "Giờ cũ 8h00 thứ Ba, 24/11/2026 không còn. Giờ dưới đây đang được giữ, chưa phải lịch hẹn",
    );
    page.says("<dt>Giờ xin hẹn</dt>");
    page.says("Mã QR của yêu cầu");
    page.says("Huỷ yêu cầu");
    for of_booking in ["Xin đến theo giờ dưới đây", "Huỷ lịch hẹn", "<dt>Giờ hẹn"]
    {
        assert!(!page.body.contains(of_booking), "{of_booking}");
    }
    let gone = act(&mut visitor, &path, "huy", &[]).leads_to().to_owned();
    let gone = gone.split('&').next().unwrap();
    assert_eq!(heading(&mut visitor, gone), "Yêu cầu đã huỷ");
    // Nor does the lobby show one among the bookings of today.
    for (kind, number) in [("web", "tu-phap-001"), ("request", "tu-phap-002")] {
        open.office.event(
            &json!({"type": kind, "field": "tu-phap", "date": "2026-11-23",
            "time": "14:00", "desk": 1}),
        );
        open.office
            .event(&json!({"type": "cancel", "number": number, "desk": 1}));
    }
    let lobby = visitor.get("/man-hinh");
    lobby.says("Đã huỷ");
    assert!(!lobby.body.contains("002"), "{}", lobby.body);
}

#[test]
fn what_expired_says_so() {
    let mut open = open("");
    let mut visitor = open.visitor();
    let path = booked(&open, &mut visitor, "0912345678");
    open.reopen("2026-11-24 08:20:00", &mut visitor);
    open.office.event(&json!({"type": "tick"}));
    open.office
        .event(&json!({"type": "walkin", "field": "tu-phap"}));
    let heading = heading(&mut visitor, &path);
    assert!(!heading.contains("Cảm ơn"), "{heading}");
    visitor.get(&path).says("lấy số tại quầy");
}

#[test]
fn what_was_declined_is_not_waited_for() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = requested(&open, &mut visitor);
    open.office.event(
        &json!({"type": "decline", "number": "tu-phap-001", "date": DAY, "reason": "làm ở tỉnh"}),
    );
    is_told(&mut visitor, &path, "Cơ quan không nhận yêu cầu hẹn này");
    visitor.get(&path).says("Lý do: làm ở tỉnh.");
}

/// Who did it and when stands on the page.
#[test]
fn what_the_office_cancelled_says_that_it_was_the_office() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = booked(&open, &mut visitor, "0912345678");
    open.office
        .event(&json!({"type": "cancel", "number": "tu-phap-001", "date": DAY, "desk": 1}));
    is_told(&mut visitor, &path, "Đã được huỷ tại cơ quan");
    visitor.get(&path).says("Huỷ tại cơ quan lúc 8h01 thứ Hai");
}

#[test]
fn what_was_proposed_is_not_yet_a_booking() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = requested(&open, &mut visitor);
    let propose = json!({"type": "propose", "number": "tu-phap-001", "date": DAY, "to": "2026-11-25",
        "half": "AM", "desk": 1});
    open.office.event(&propose);
    is_told(&mut visitor, &path, "Cán bộ đề nghị giờ khác");
    let page = visitor.get(&path);
    page.says("chỉ thành lịch hẹn khi ông/bà bấm đồng ý");
    page.says("<dt>Giờ cơ quan đề nghị</dt>");
    page.says("Thứ Tư, 25/11/2026");
    assert!(!page.body.contains("Xin đến theo giờ dưới đây"));
}

#[test]
fn what_lapsed_is_not_waited_for() {
    let mut open = open("");
    let mut visitor = open.visitor();
    let filled = Filled::new("0912345678", "2026-11-30")
        .with("thu-tuc", "khac")
        .with("ghi-chu", "hỏi việc khác");
    let path = open.booked(&mut visitor, &filled);
    open.reopen("2026-11-30 09:00:00", &mut visitor);
    open.office.event(&json!({"type": "clock_confirmed"}));
    open.office.event(&json!({"type": "tick"}));
    is_told(&mut visitor, &path, "Yêu cầu hết hạn vì chưa được trả lời");
    visitor.get(&path).says("Xin đặt lịch hẹn cho ngày khác");
}

/// A number that was called in vain says what to do now; and when its day is over.
#[test]
fn who_was_called_and_not_there_is_told_the_way_back() {
    let mut open = open("[modem]\nport = \"/dev/khong-co-modem\"\n");
    let mut visitor = open.visitor();
    let form = visitor.get("/lay-so");
    form.says("Để xem lại số của mình và nhận tin sắp đến lượt");
    form.says("nhận ra ông/bà khi đến lần sau; tự xoá sau 180 ngày");
    open.office.pass(crate::support::site::FILLING);
    let fields = [
        ("thu-tuc", "khai-sinh"),
        ("dien-thoai", "0912345678"),
        ("ve", form.hidden("ve").unwrap()),
    ];
    let path = visitor.post("/lay-so", &fields).leads_to().to_owned();
    // The counter is free, so the number is called at once.
    open.office.event(&json!({"type": "tick"}));
    open.office.event(&json!({"type": "absent", "counter": 1}));
    let heading = heading(&mut visitor, &path);
    assert_eq!(heading, "Vắng khi gọi");
    visitor
        .get(&path)
        .says("ông/bà được vào lại chỗ cũ trong hàng");
    let mut days_later = |clock: &str| {
        open.reopen(clock, &mut visitor);
        open.office.event(&json!({"type": "clock_confirmed"}));
        visitor.get(&path)
    };
    let page = days_later("2026-11-24 08:00:00");
    page.says("Hôm đó đã hết giờ, số này không còn dùng được");
    assert!(!page.body.contains("vào lại chỗ cũ"), "{}", page.body);
    let page = days_later("2026-12-01 08:00:00");
    assert_eq!(page.status, 410);
    page.says("Số này đã lấy hơn 7 ngày trước nên trang không hiện nữa");
}

#[test]
fn what_the_citizen_did_is_confirmed_while_it_is_so() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = booked(&open, &mut visitor, "0912345678");
    let gone = act(&mut visitor, &path, "huy", &[]).leads_to().to_owned();
    assert_eq!(heading(&mut visitor, &gone), "Đã huỷ");
    visitor.get(&gone).says("từ trang này hoặc bằng tin nhắn");
    assert_eq!(heading(&mut visitor, &path), "Lịch hẹn đã huỷ");
}

#[test]
fn two_people_of_a_family_are_two_bookings() {
    let open = open("");
    let mut visitor = open.visitor();
    let mother = Filled::new("0912345678", "2026-11-25").with("ho-ten", "Nguyễn Thị Mẹ");
    let father = Filled::new("0912345678", "2026-11-27").with("ho-ten", "Nguyễn Văn Cha");
    let first = open.booked(&mut visitor, &mother);
    let second = open.booked(&mut visitor, &father);
    assert_ne!(super::code(&first), super::code(&second));
    visitor.get(&second).says("Thứ Sáu, 27/11/2026");
    // The very same wish again, by a fresh form, is the same booking.
    let again = open.book(&mut visitor, &mother);
    assert_eq!(super::code(again.leads_to()), super::code(&first));
    // The same person for another day is told so, and nobody's ticket is shown instead.
    let other_day = open.book(&mut visitor, &mother.clone().with("ngay", "2026-11-26"));
    assert_eq!(other_day.status, 409);
    other_day.says("người này đã có lịch hẹn");
    let other_half = open.book(&mut visitor, &mother.clone().with("buoi", "chieu"));
    assert_eq!(other_half.status, 409);
    other_half.says("người này đã có lịch hẹn");
}

/// Who has the last place of a half-day and sends the same again is shown it, not told that nothing is free.
#[test]
fn who_has_the_last_place_is_not_told_that_it_is_gone() {
    let open = open("");
    let book = json!({"type": "web", "field": "tu-phap", "date": DAY, "half": "AM", "desk": 1});
    while open.office.run(&["event", &book.to_string()]).code == Some(0) {}
    open.office
        .event(&json!({"type": "cancel", "number": "tu-phap-001", "date": DAY, "desk": 1}));
    let mut visitor = open.visitor();
    let filled = Filled::new("0912345678", DAY);
    let first = open.booked(&mut visitor, &filled);
    let again = open.book(&mut visitor, &filled);
    assert_eq!(super::code(again.leads_to()), super::code(&first));
    let stranger = open.book(&mut open.visitor(), &Filled::new("0987654321", DAY));
    assert_eq!(stranger.status, 409);
}

#[test]
fn a_helpers_next_person_is_not_given_the_last_ones_ticket() {
    let open = open("");
    open.office
        .event(&json!({"type": "set_helper", "phone": "0912345678", "helper": true}));
    let mut visitor = open.visitor();
    let form = visitor.get("/dat-lich");
    open.office.pass(crate::support::site::FILLING);
    let third = Filled::new("0912345678", DAY).with("ho-ten", "Ông Ba");
    let fourth = Filled::new("0912345678", DAY).with("ho-ten", "Bà Bốn");
    let path = super::send(&mut visitor, &form, &third)
        .leads_to()
        .to_owned();
    // Some browsers bring the old form back, with its token.
    let answer = super::send(&mut visitor, &form, &fourth);
    assert_eq!(answer.status, 422);
    answer.says("đã dùng để đặt một lịch hẹn khác");
    let mut fields = fourth.pairs();
    fields.push(("ve", answer.hidden("ve").unwrap()));
    open.office.pass(crate::support::site::FILLING);
    let second = visitor.post("/dat-lich", &fields).leads_to().to_owned();
    assert_ne!(super::code(&path), super::code(&second));
}

#[test]
fn who_closed_the_page_finds_the_own_number_again() {
    let open = open("");
    let mut visitor = open.visitor();
    let take = |visitor: &mut Visitor| {
        let form = visitor.get("/lay-so");
        open.office.pass(crate::support::site::FILLING);
        let ve = form.hidden("ve").unwrap();
        let fields = [
            ("thu-tuc", "khai-sinh"),
            ("dien-thoai", "0912345678"),
            ("ve", ve),
        ];
        visitor.post("/lay-so", &fields)
    };
    open.office
        .event(&json!({"type": "walkin", "field": "tu-phap"}));
    let first = take(&mut visitor).leads_to().to_owned();
    // The page of who waits is asked for again by itself, without the thanks.
    let page = visitor.get(&first);
    let refresh = page
        .header("Refresh")
        .expect("a page that keeps itself up to date");
    assert!(
        refresh.starts_with("30; url=/ma/") && !refresh.contains("xong"),
        "{refresh}"
    );
    let again = take(&mut visitor);
    assert_eq!(super::code(again.leads_to()), super::code(&first));
    // Somebody else with the same number is told nothing of it.
    let stranger = take(&mut open.visitor());
    assert_eq!(stranger.status, 422);
}

#[test]
fn a_freed_time_is_held_on_the_page_until_it_is_taken() {
    let modem = "[modem]\nport = \"/dev/khong-co-modem\"\nnumber = \"0912000111\"\n";
    let open = open(modem);
    let mut visitor = open.visitor();
    let first = booked(&open, &mut visitor, "0912345678");
    let wished = Filled::new("0912345679", DAY).with("som", "co");
    let path = open.booked(&mut visitor, &wished);
    visitor.get(&path).says("Không cần giờ sớm hơn nữa");
    let before = heading(&mut visitor, &path);
    assert!(before.contains("Đã ghi lịch hẹn"), "{before}");
    act(&mut visitor, &first, "huy", &[]);
    open.office.pass(3);
    open.office.event(&json!({"type": "tick"}));
    let page = visitor.get(&path);
    page.says("Vừa trống 8h00 thứ Ba, 24/11/2026");
    page.says("không trả lời thì giữ giờ cũ");
    let taken = act(&mut visitor, &path, "nhan", &[]).leads_to().to_owned();
    assert_eq!(heading(&mut visitor, &taken), "Đã nhận giờ hẹn");
    visitor.get(&taken).says("8h00");
    // Nothing is left to ask for; asked for again, and no more.
    let path = path.split('&').next().unwrap().to_owned();
    let asked = act(&mut visitor, &path, "som", &[]).leads_to().to_owned();
    assert_eq!(
        heading(&mut visitor, &asked),
        "Đã ghi: có giờ sớm hơn sẽ nhắn tin"
    );
    let ended = act(&mut visitor, &path, "thoi", &[]).leads_to().to_owned();
    assert_eq!(heading(&mut visitor, &ended), "Giữ nguyên giờ đã hẹn");
}

/// Two of one place wait for an earlier time already: who ticks the box as the third is told by what other way.
#[test]
fn a_ticked_wish_for_an_earlier_time_that_is_not_noted_is_said() {
    let open = open("[modem]\nport = \"/dev/khong-co-modem\"\nnumber = \"0912000111\"\n");
    let refused = "Trang chưa ghi thêm được";
    let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 0, 2));
    let mut books = |n: u8, ticks: bool| {
        let filled = Filled::new(&format!("091234567{n}"), DAY);
        let filled = if ticks {
            filled.with("som", "co")
        } else {
            filled
        };
        let path = open.booked(&mut visitor, &filled);
        visitor.get(&path)
    };
    for n in 1..=2 {
        let page = books(n, true);
        page.says("Không cần giờ sớm hơn nữa");
        assert!(!page.body.contains(refused), "{}", page.body);
    }
    let third = books(3, true);
    third.says("Đã ghi lịch hẹn");
    third.says(refused);
    third.says("tới 0912000111");
    let page = books(4, false);
    assert!(!page.body.contains(refused), "{}", page.body);
}

/// An official checked somebody in, perhaps the wrong one, and took it back: who reads the page knows that nobody waits for
/// them at the counter.
#[test]
fn a_check_in_that_was_taken_back_is_said() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-23"));
    let undone = "Cán bộ đã bỏ ghi có mặt";
    assert!(!visitor.get(&path).body.contains(undone));
    open.office
        .event(&json!({"type": "arrive", "desk": 1, "number": "tu-phap-001"}));
    let page = visitor.get(&path);
    assert!(!page.body.contains(undone), "{}", page.body);
    open.office.event(&json!({"type": "undo", "counter": 1}));
    visitor.get(&path).says(undone);
    open.office
        .event(&json!({"type": "arrive", "desk": 1, "number": "tu-phap-001"}));
    assert!(!visitor.get(&path).body.contains(undone));
}
