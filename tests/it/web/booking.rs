//! A citizen's way through: book, mend a mistake, look up, move, check in, cancel; requests; numbers.

use serde_json::json;

use super::{act, code, open, open_at, send};
use crate::support::site::{FILLING, Filled};

#[test]
fn booked_seen_moved_checked_in_and_cancelled() {
    let mut open = open("");
    let mut visitor = open.visitor();
    let filled = Filled::new("+84 912.345.678", "2026-11-24").with("dia-chi", "Thôn 3");
    let path = open.booked(&mut visitor, &filled);
    let page = visitor.get(&path);
    for words in [
        "Đã ghi lịch hẹn",
        "8h00 thứ Ba, 24/11/2026",
        "001, Tư pháp – Hộ tịch",
        "Quầy 1",
        "Đăng ký khai sinh",
        "N••••• V•• A•, 0912 ••• •••",
        code(&path),
        "<svg class=\"qr\"",
        "Giấy tờ cần mang",
    ] {
        page.says(words);
    }
    for secret in ["Nguyễn", "0912345", "0912 345", "• 678", "Thôn 3"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    // Seen by the office at once, with all that was typed.
    open.reopen("2026-11-24 07:45:00", &mut visitor);
    let queue = open.office.queue();
    assert_eq!(queue[0]["number"], "tu-phap-001");
    assert_eq!(queue[0]["state"], "booked");
    assert_eq!(queue[0]["name"], "Nguyễn Văn An");
    assert_eq!(queue[0]["procedure"], "khai-sinh");

    // Without the mark it takes the phone's last digits.
    let mut other = open.visitor();
    let bare = format!("/ma/{}", code(&path));
    let ask = other.get(&bare);
    ask.says("4 số cuối");
    assert!(!ask.body.contains("8h00"));
    let fields = [
        ("ma-hen", code(&path)),
        ("so-cuoi", "56 78"),
        ("ve", ask.hidden("ve").unwrap()),
    ];
    let found = other.post("/ma", &fields);
    assert_eq!(found.leads_to().split('&').next(), path.split('&').next());
    other.follow(&found).says("Đã hẹn");

    // To the afternoon, and there the form sent twice moves once.
    let page = visitor.get(&path);
    let mark = path.split_once("?t=").unwrap().1.split('&').next().unwrap();
    let token = page.hidden("ve").unwrap();
    let fields = [
        ("t", mark),
        ("viec", "doi"),
        ("ve", token),
        ("ngay", "2026-11-24"),
        ("buoi", "chieu"),
    ];
    for _ in 0..2 {
        let moved = visitor.post(&bare, &fields);
        visitor.follow(&moved).says("13h30 thứ Ba, 24/11/2026");
    }
    let states = |open: &super::Open| open.office.states();
    assert_eq!(states(&open), ["tu-phap-001 moved", "tu-phap-002 booked"]);

    open.reopen("2026-11-24 13:20:00", &mut visitor);
    let here = act(&mut visitor, &path, "den", &[]);
    let page = visitor.follow(&here);
    page.says("Đã ghi: ông/bà đã đến");
    page.says("Ông/bà là người tiếp theo");
    open.reopen("2026-11-24 13:31:00", &mut visitor);
    open.office.event(&json!({"type": "tick"}));
    // A page that was opened before still has the button.
    visitor.get(&path).says("Mời đến Quầy 1 ngay");
    let token = page.hidden("ve").unwrap();
    let late = visitor.post(&bare, &[("t", mark), ("viec", "huy"), ("ve", token)]);
    visitor.follow(&late).says("Mời đến Quầy 1 ngay");

    let path = open.booked(&mut visitor, &Filled::new("0987654321", "2026-11-25"));
    let (bare, mark) = path.split('&').next().unwrap().split_once("?t=").unwrap();
    let page = visitor.get(&path);
    let token = page.hidden("ve").unwrap();
    for words in ["Đã huỷ", "Lịch hẹn đã huỷ"] {
        let gone = visitor.post(bare, &[("t", mark), ("viec", "huy"), ("ve", token)]);
        visitor.follow(&gone).says(words);
    }
}

#[test]
fn mistakes_are_told_twice_and_answers_are_kept() {
    let open = open("");
    let mut visitor = open.visitor();
    let filled = Filled::new("0912 34", "")
        .with("ho-ten", "Trần \"Bình\" <b>")
        .with("ghi-chu", "tách thửa & sang tên</textarea>")
        .with("thu-tuc", "khac")
        .with("buoi", "")
        .with("cam-ket", "")
        .with("dong-y", "");
    let page = open.book(&mut visitor, &filled);
    assert_eq!(page.status, 422);
    page.says("<title>Có chỗ cần sửa: ");
    page.says("Có 5 chỗ cần sửa");
    for (id, words) in [
        ("dien-thoai", "Số điện thoại có 6 chữ số"),
        ("ngay", "Chọn ngày hẹn"),
        ("buoi", "Chọn buổi sáng hoặc buổi chiều"),
        ("cam-ket", "Đánh dấu vào ô cam kết"),
        ("dong-y", "Chưa đồng ý thì trang không lưu gì"),
    ] {
        page.says(&format!("<a href=\"#{id}\">{words}"));
        assert_eq!(page.body.matches(words).count(), 2, "{words}");
        page.says(&format!("id=\"{id}\""));
        page.says(&format!("id=\"{id}-l\""));
    }
    for kept in [
        "value=\"Trần &quot;Bình&quot; &lt;b&gt;\"",
        "value=\"0912 34\"",
        "tách thửa &amp; sang tên&lt;/textarea&gt;",
        "<option value=\"khac\" selected>",
        "value=\"message\" checked",
    ] {
        page.says(kept);
    }
    // Corrected and sent at once: whoever comes back has typed enough already.
    let good = Filled::new("0912345678", "2026-11-24");
    let booked = send(&mut visitor, &page, &good);
    visitor.follow(&booked).says("Đã ghi lịch hẹn");
}

#[test]
fn what_is_full_is_offered_elsewhere() {
    let open = open("");
    let mut visitor = open.visitor();
    for i in 0..18 {
        open.office.event(
            &json!({"type": "web", "field": "tu-phap", "date": "2026-11-24", "half": "AM",
            "phone": format!("09120000{i:02}")}),
        );
    }
    let page = open.book(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    assert_eq!(page.status, 409);
    page.says("Buổi sáng thứ Ba, 24/11/2026 đã hết chỗ ở Tư pháp – Hộ tịch. Còn chỗ gần nhất: 13h30 thứ Ba, 24/11/2026");
    page.says("sáng hết, chiều 21");
    page.says("name=\"nhan\" value=\"2026-11-24T13:30\"");
    let taken = Filled::new("0912345678", "2026-11-24").with("nhan", "2026-11-24T13:30");
    let booked = send(&mut visitor, &page, &taken);
    visitor.follow(&booked).says("13h30 thứ Ba, 24/11/2026");
    // Days that cannot be had, and one that is none.
    for (day, words) in [
        ("2026-11-28", "không làm việc ngày này"),
        ("2027-11-24", "xa quá"),
        ("2026-11-20", "đã qua"),
        ("2026-02-30", "Chọn ngày hẹn"),
    ] {
        let page = open.book(&mut visitor, &Filled::new("0987654321", day));
        page.says(words);
    }
}

#[test]
fn a_second_form_of_a_phone_is_told_nothing_of_the_first() {
    let open = open("");
    let mut visitor = open.visitor();
    let first = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    let mut stranger = open.visitor();
    let page = open.book(&mut stranger, &Filled::new("0912345678", "2026-11-25"));
    assert_eq!(page.status, 409);
    page.says("Hiện chưa nhận thêm đăng ký cho số điện thoại này");
    assert!(!page.body.contains("Tư pháp – Hộ tịch bằng số"));
    assert!(!page.body.contains(code(&first)) && !page.body.contains("8h00"));
    // Four bookings are allowed, a fifth is not; of one field two, under another name: families share phones.
    let land = Filled::new("0912345678", "2026-11-25").with("thu-tuc", "dat-tang-cho");
    open.booked(&mut stranger, &land);
    let wife = Filled::new("0912345678", "2026-11-25").with("ho-ten", "Lò Thị Bích");
    open.booked(&mut stranger, &wife);
    let child = Filled::new("0912345678", "2026-11-26").with("ho-ten", "Lò Văn Cường");
    let page = open.book(&mut stranger, &child);
    page.says("đã đủ số lịch hẹn");
    let third = Filled::new("0912345678", "2026-11-26").with("thu-tuc", "cu-tru");
    open.booked(&mut stranger, &third);
    let fifth = wife.with("thu-tuc", "dat-tang-cho");
    let page = open.book(&mut stranger, &fifth);
    page.says("đã đủ số lịch hẹn");
    // A helper's phone books for the whole village.
    open.office
        .event(&json!({"type": "set_helper", "phone": "0911111111", "helper": true}));
    for i in 0..20 {
        let name = format!("Người {i}");
        let filled = Filled::new("0911111111", "2026-11-27").with("ho-ten", &name);
        let filled = if i < 10 {
            filled
        } else {
            filled.with("buoi", "chieu")
        };
        open.booked(&mut visitor, &filled);
    }
    let page = open.book(&mut visitor, &Filled::new("0911111111", "2026-11-30"));
    assert_eq!(page.status, 409);
}

#[test]
fn what_an_official_must_look_at_is_a_request() {
    let open = open("");
    let mut visitor = open.visitor();
    let other = Filled::new("0912345678", "2026-11-24").with("thu-tuc", "khac");
    let page = open.book(&mut visitor, &other);
    page.says("Ghi rõ việc cần giải quyết");
    let told = other
        .with("ghi-chu", "xin nhận con nuôi")
        .with("xac-nhan", "call");
    let path = open.booked(&mut visitor, &told);
    let page = visitor.get(&path);
    page.says("Đã gửi đăng ký");
    page.says("Cán bộ xác nhận hoặc báo giờ khác trước");
    let short = path.split('&').next().unwrap().to_owned();
    // The official proposes another time, which the citizen takes with one tap.
    open.office.event(
        &json!({"type": "propose", "number": "tu-phap-001", "date": "2026-11-24", "to": "2026-11-24", "time": "09:00"}),
    );
    let page = visitor.get(&short);
    page.says("Cán bộ đề nghị giờ khác");
    page.says("9h00");
    let taken = act(&mut visitor, &short, "nhan", &[]);
    visitor.follow(&taken).says("Đã nhận giờ hẹn");
    // A clock that leaps is doubted by who acts, not by who only looks.
    open.office.set_clock("2026-11-24 07:45:00");
    assert_eq!(
        open.office.states(),
        ["tu-phap-001 moved", "tu-phap-002 booked"]
    );
}

#[test]
fn an_office_that_confirms_each_booking_gets_requests() {
    let office = crate::support::office::Office::new(
        "[web]\nlisten = \"127.0.0.1:0\"\nconfirm = true\n",
        super::MONDAY,
    );
    let host = office.host();
    let site = crate::support::site::Site::of(&office);
    let open = super::Open { office, host, site };
    let mut visitor = open.visitor();
    let path = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    visitor.get(&path).says("Đã gửi đăng ký");
    assert_eq!(visitor.get("/lay-so").status, 404, "not offered here");
    assert_eq!(visitor.post("/lay-so", &[]).status, 404);
}

#[test]
fn one_number_for_each_phone_and_a_place_in_the_queue() {
    let open = open("");
    let mut visitor = open.visitor();
    let take = |visitor: &mut crate::support::site::Visitor, phone: &str| {
        let form = visitor.get("/lay-so");
        open.office.pass(FILLING);
        let token = form.hidden("ve").unwrap_or_default();
        visitor.post(
            "/lay-so",
            &[
                ("thu-tuc", "khai-sinh"),
                ("dien-thoai", phone),
                ("ve", token),
            ],
        )
    };
    open.office
        .event(&json!({"type": "walkin", "field": "tu-phap"}));
    let mine = take(&mut visitor, "0912345678");
    let page = visitor.follow(&mine);
    page.says("Đã lấy số");
    page.says("002, Tư pháp – Hộ tịch");
    page.says("Ông/bà là người tiếp theo");
    page.says("Còn chờ");
    page.says(" phút");
    page.says("đúng khoảng 8 trong 10 lần");
    // It is no booking: it has no hour to change.
    page.says("Mã QR của số thứ tự");
    page.says("Xin huỷ số ở cuối trang này");
    for of_booking in ["Mã hẹn", "Mã QR của lịch hẹn", "đổi giờ"] {
        assert!(!page.body.contains(of_booking), "{of_booking}");
    }
    let again = take(&mut open.visitor(), "0912 345 678");
    assert_eq!(again.status, 422);
    again.says("Hiện chưa nhận thêm đăng ký cho số điện thoại này");
    let later = take(&mut visitor, "0987654321");
    visitor.follow(&later).says("Trước ông/bà còn 1 người");
    let later = later.leads_to().split('&').next().unwrap().to_owned();
    open.office.pass(FILLING);
    act(&mut visitor, &later, "huy", &[]);
    visitor.get(&later).says("Số này không còn dùng được");
    let path = mine.leads_to().split('&').next().unwrap().to_owned();
    open.office.event(&json!({"type": "done", "counter": 1}));
    visitor.get(&path).says("Mời đến Quầy 1 ngay");
    open.office.event(&json!({"type": "done", "counter": 1}));
    visitor.get(&path).says("Đã làm xong");
    let night = open_at("", "2026-11-23 20:00:00");
    night
        .visitor()
        .get("/lay-so")
        .says("Bây giờ chưa lấy số được");
}

#[test]
fn the_same_form_again_gives_the_first_booking() {
    let open = open("");
    let mut visitor = open.visitor();
    let form = visitor.get("/dat-lich");
    open.office.pass(FILLING);
    let filled = Filled::new("0912345678", "2026-11-24");
    let first = send(&mut visitor, &form, &filled).leads_to().to_owned();
    let short = first.split('&').next().unwrap();
    // A double tap; back and changed; another tab of the same browser.
    for again in [filled.clone(), filled.clone().with("ho-ten", "")] {
        assert_eq!(send(&mut visitor, &form, &again).leads_to(), short);
    }
    // Back, and filled in for the next person of the family: that is no second sending.
    let other = filled.clone().with("dien-thoai", "0987654321");
    let page = send(&mut visitor, &form, &other);
    assert_eq!(page.status, 422);
    page.says("value=\"0987654321\"");
    // Back, where the browser asks for a fresh form: it is the same visitor.
    open.office.pass(FILLING);
    let back = open.book(&mut visitor, &filled);
    assert_eq!(back.leads_to(), short);
    // The connection was cut before the answer came.
    let form = visitor.get("/dat-lich");
    open.office.pass(FILLING);
    let lost = Filled::new("0900000001", "2026-11-24");
    let mut fields = lost.pairs();
    fields.push(("ve", form.hidden("ve").unwrap()));
    let request = visitor.form("/dat-lich", &fields);
    use std::io::Write;
    open.site.connect(visitor.from).write_all(&request).unwrap();
    let found = send(&mut visitor, &form, &lost);
    visitor.follow(&found).says("8h10 thứ Ba, 24/11/2026");
    open.office.set_clock("2026-11-24 07:45:00");
    assert_eq!(
        open.office.states(),
        ["tu-phap-001 booked", "tu-phap-002 booked"]
    );
}

/// Each case of land has papers of its own (S4.2): who has not said which is asked before the booking holds.
#[test]
fn land_is_booked_by_its_case_or_asked_about_first() {
    let open = open("");
    let form = open.visitor().get("/dat-lich");
    form.says("<optgroup label=\"Thủ tục đất đai (chuyển nhượng, tách thửa, v.v.)\">");
    let at = |words: &str| form.body.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("value=\"dat-cap-doi\"") < at("Thủ tục đất đai: việc khác, hoặc chưa rõ"));
    let split = Filled::new("0912345678", "2026-11-24").with("thu-tuc", "dat-tach-thua");
    let address = open.booked(&mut open.visitor(), &split);
    let page = open.visitor().get(&address);
    page.says("Đã ghi lịch hẹn");
    page.says("Bản vẽ tách thửa, hợp thửa do đơn vị đo đạc lập");
    page.says("mở VNeID cho cán bộ xem");
    let unclear = Filled::new("0912345679", "2026-11-24").with("thu-tuc", "dat-dai");
    open.book(&mut open.visitor(), &unclear)
        .says("Ghi rõ việc cần giải quyết");
    let told = unclear.with("ghi-chu", "thửa đất của ông nội");
    let address = open.booked(&mut open.visitor(), &told);
    open.visitor().get(&address).says("Đã gửi đăng ký");
    // By message nobody is asked to choose from a list: an official asks back.
    let text = [
        "sms",
        "try",
        "--from",
        "0912345670",
        "DK Lo Van Ba tach thua 25/11",
    ];
    let tried = open.office.run(&text);
    assert!(tried.stdout.contains("CHUA phai lich hen"), "{tried:?}");
}
