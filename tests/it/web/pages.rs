//! Each page by itself: small, alone, safe to open.

use serde_json::json;

use super::{open, open_at};
use crate::support::site::{Filled, text_of};

/// A phone with bad reception loads this much in a moment.
const BUDGET: usize = 14_000;

#[test]
fn every_page_is_small_and_needs_nothing_else() {
    let open = open("");
    let mut visitor = open.visitor();
    let booking = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    let pages = [
        "/",
        "/dat-lich",
        "/dat-lich?thu-tuc=dat-dai",
        "/ma",
        "/ma/MC7K2QG",
        "/lay-so",
        "/thu-tuc",
        "/hoi-dap",
        "/man-hinh",
        "/man-hinh/bang",
        "/khong-co",
        &booking,
    ];
    let catalogue = motcua::config::default_catalogue();
    let procedures = catalogue.procedures.iter();
    let procedures: Vec<_> = procedures.map(|p| format!("/thu-tuc/{}", p.id)).collect();
    for path in pages.into_iter().chain(procedures.iter().map(|p| &**p)) {
        let page = visitor.get(path);
        assert_eq!(page.status, if path == "/khong-co" { 404 } else { 200 });
        let size = page.body.len();
        assert!(size <= BUDGET, "{path}: {size}");
        assert_eq!(page.header("Content-Length"), Some(&*size.to_string()));
        assert_eq!(page.header("Cache-Control"), Some("no-store"), "{path}");
        assert_eq!(page.header("Connection"), Some("close"), "{path}");
        assert_eq!(page.header("X-Content-Type-Options"), Some("nosniff"));
        for other in [
            " src=", "<img", "<link", " style=", " on", "url(", "@import",
        ] {
            let found = page.body.find(other).map(|at| &page.body[at..]);
            let found = found.map(|rest| rest.chars().take(60).collect::<String>());
            // " on…" begins attributes such as onclick.
            let attribute = found.filter(|f| other != " on" || f.contains('='));
            assert_eq!(attribute, None, "{path}");
        }
        let scripts = page.body.matches("<script").count();
        assert_eq!(scripts, usize::from(path == "/man-hinh"), "{path}");
        if path != "/man-hinh/bang" {
            page.says("<html lang=\"vi\">");
            let policy = page.header("Content-Security-Policy").unwrap();
            assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
            assert_eq!(policy.contains("script-src"), path == "/man-hinh");
        }
    }
    let icon = visitor.get("/favicon.ico");
    assert_eq!(
        (icon.status, icon.header("Content-Type")),
        (200, Some("image/svg+xml"))
    );
    visitor.get("/robots.txt").says("Disallow: /");
}

#[test]
fn head_is_answered_without_a_body_and_other_methods_are_refused() {
    let open = open("");
    let host = open.site.host();
    let of = |method: &str, path: &str| {
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        crate::support::site::Page::read(
            &open
                .site
                .send(crate::support::site::HERE, request.as_bytes()),
        )
    };
    let head = of("HEAD", "/dat-lich");
    assert_eq!((head.status, head.body.len()), (200, 0));
    let length: usize = head.header("Content-Length").unwrap().parse().unwrap();
    assert!(length > 5000);
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"] {
        let page = of(method, "/");
        assert_eq!(page.status, 405, "{method}");
        assert_eq!(page.header("Allow"), Some("GET, HEAD, POST"));
    }
    // A page that takes no form.
    let mut visitor = open.visitor();
    assert_eq!(visitor.post("/thu-tuc", &[]).status, 404);
}

#[test]
fn the_form_has_the_eight_parts_and_nothing_chosen() {
    let open = open("");
    let page = open.visitor().get("/dat-lich");
    for words in [
        "ĐĂNG KÝ HẸN LỊCH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        "Họ và tên",
        "Số điện thoại (sử dụng Zalo)",
        "Địa chỉ liên hệ (không bắt buộc)",
        "Loại thủ tục cần giải quyết",
        "<optgroup label=\"Đăng ký khai sinh, khai tử\">",
        "Chứng thực bản sao, chữ ký",
        "Đăng ký kết hôn",
        "Cấp giấy xác nhận cư trú",
        "Thủ tục đất đai (chuyển nhượng, tách thửa, v.v.)",
        "Thủ tục liên quan hộ khẩu, CCCD",
        "Khác (ghi rõ ở phần sau)",
        "Nội dung cụ thể hoặc ghi chú thêm (nếu có)",
        "Thời gian mong muốn hẹn làm việc",
        "Buổi sáng (7h30 – 11h00)",
        "Buổi chiều (13h30 – 17h00)",
        "Hình thức xác nhận lịch hẹn mong muốn",
        "Nhắn tin qua Zalo",
        "Gọi điện thoại",
        "Cả hai hình thức trên",
        "Xác nhận cam kết",
        "Thứ 3, 24/11: sáng còn, chiều còn",
        "autocomplete=\"name\"",
        "autocomplete=\"tel\"",
        "autocomplete=\"address-line1\"",
        "Xin đừng ghi bệnh tật, số căn cước",
    ] {
        page.says(words);
    }
    let chosen = page.body.matches(" checked").count() + page.body.matches(" selected").count();
    assert_eq!(chosen, 0);
    assert!(!page.body.contains(", 28/11"), "a Saturday");
    let chosen = open.visitor().get("/dat-lich?thu-tuc=dat-dai");
    chosen.says("<option value=\"dat-dai\" selected>");
    // 14 slots of 15 minutes in 3 or 3.5 hours.
    chosen.says("Thứ 3, 24/11: sáng 12, chiều 14");
}

#[test]
fn the_catalogue_is_the_offices_own_and_follows_it() {
    let open = open("");
    let mut visitor = open.visitor();
    visitor.get("/thu-tuc").says("href=\"/thu-tuc/khai-sinh\"");
    let page = visitor.get("/thu-tuc/khai-sinh");
    page.says("Giấy tờ cần mang");
    page.says("href=\"/dat-lich?thu-tuc=khai-sinh\"");
    for unknown in [
        "/thu-tuc/khong-co",
        "/thu-tuc/",
        "/thu-tuc/../dat-lich",
        "/thu-tuc/khai-sinh/x",
    ] {
        assert_eq!(visitor.get(unknown).status, 404, "{unknown}");
    }
    let folder = open.office.path("danh-muc");
    std::fs::create_dir(&folder).unwrap();
    let text = "[[procedure]]\nid = \"ma-so\"\nname = \"Cấp mã <số>\"\npapers = [{ name = \"Đơn & tờ khai\", originals = 2 }]\n";
    std::fs::write(folder.join("xa-hoi.toml"), text).unwrap();
    let seen = || Some(visitor.get("/thu-tuc/ma-so")).filter(|page| page.status == 200);
    let page = crate::support::watch::Watch::on(&open.office.path("data"))
        .until("the new procedure", seen);
    page.says("Cấp mã &lt;số&gt;");
    page.says("Đơn &amp; tờ khai");
    page.says("2 bản chính");
}

#[test]
fn the_first_page_tells_who_waits() {
    let open = open("");
    let mut visitor = open.visitor();
    for _ in 0..3 {
        open.office
            .event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    let words = text_of(&visitor.get("/").body);
    // One is served, two wait.
    assert!(words.contains("2 người chờ"), "{words}");
    assert!(words.contains("lấy số bây giờ thì chờ khoảng"), "{words}");
    let night = open_at("", "2026-11-23 20:00:00");
    night.visitor().get("/").says("Bây giờ ngoài giờ làm việc");
}

#[test]
fn the_lobby_shows_numbers_and_never_names() {
    let open = open("");
    let mut visitor = open.visitor();
    let mut lobby = open.visitor();
    let first = Filled::new("0912345678", "2026-11-23").with("buoi", "chieu");
    let second = Filled::new("0987654321", "2026-11-23").with("buoi", "chieu");
    open.booked(&mut visitor, &first);
    let cancelled = open.booked(&mut visitor, &second);
    super::act(&mut visitor, &cancelled, "huy", &[]).leads_to();
    open.office
        .event(&json!({"type": "walkin", "field": "dia-chinh", "name": "Trần Bình", "phone": "0900000001"}));
    // What is fetched anew holds what the whole page holds.
    for path in ["/man-hinh", "/man-hinh/bang"] {
        let page = lobby.get(path);
        let words = text_of(&page.body);
        for wanted in [
            "13:30",
            "001",
            "Tư pháp – Hộ tịch",
            "Quầy 1",
            "Đã huỷ",
            "Địa chính – Xây dựng",
        ] {
            assert!(words.contains(wanted), "{wanted}: {words}");
        }
        for secret in ["Nguyễn", "Trần", "Bình", "0912", "678", "MC"] {
            assert!(!words.contains(secret), "{secret}: {words}");
        }
    }
    let before = lobby.get("/man-hinh/bang").body;
    let serves = before.split("<section class=\"busy\"").nth(1);
    let serves = serves.and_then(|rest| rest.split("</section>").next());
    assert!(
        serves.is_some_and(|counter| counter.contains("Địa chính – Xây dựng")),
        "a number is one of its field: {before}"
    );
    open.office.event(&json!({"type": "done", "counter": 2}));
    let last = text_of(&lobby.get("/man-hinh/bang").body);
    let last = last.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(last.contains("Vừa gọi: 001 Quầy 2"), "{last}");
    assert_ne!(
        lobby.get("/man-hinh/bang").body,
        before,
        "it is the office as it is"
    );
}

#[test]
fn nothing_of_another_day_is_called_on_the_wall() {
    let mut open = open_at("", "2026-11-23 16:50:00");
    open.office
        .event(&json!({"type": "walkin", "field": "dia-chinh", "name": "Trần Bình"}));
    let is_called = |page: &str| page.contains("<section class=\"busy\"");
    let mut lobby = open.visitor();
    assert!(is_called(&lobby.get("/man-hinh/bang").body));
    // Nobody pressed "done": the person has long gone home.
    for later in ["2026-11-23 18:30:00", "2026-11-24 07:35:00"] {
        open.reopen(later, &mut lobby);
        let page = lobby.get("/man-hinh/bang").body;
        assert!(!is_called(&page), "{later}: {page}");
    }
}

#[test]
fn every_booking_of_the_day_comes_to_the_wall() {
    let open = open("");
    for i in 0..20 {
        let half = if i % 2 == 0 { "AM" } else { "PM" };
        let phone = format!("09123456{i:02}");
        open.office
            .event(&json!({"type": "web", "field": "tu-phap", "date": "2026-11-23", "half": half, "phone": phone}));
    }
    let mut lobby = open.visitor();
    let mut missing: Vec<String> = (1..=20)
        .map(|n| format!("<strong>{n:03}</strong>"))
        .collect();
    // A page each ten seconds of the office's clock; a minute shows them all.
    let start = open.office.now();
    for seconds in (0..60).step_by(10) {
        let now = start + chrono::TimeDelta::seconds(seconds);
        open.office
            .set_clock(&now.format("%Y-%m-%d %H:%M:%S").to_string());
        let page = lobby.get("/man-hinh/bang").body;
        assert!(page.contains("Trang "), "{page}");
        missing.retain(|number| !page.contains(number));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_appointed_call_names_the_counter_and_the_last_minute() {
    let mut open = open_at("", "2026-11-23 07:50:00");
    let booked = json!({"type": "web", "field": "tu-phap", "date": "2026-11-24", "half": "AM", "phone": "0912345678"});
    open.office.event(&booked);
    let mut lobby = open.visitor();
    open.reopen("2026-11-24 08:01:00", &mut lobby);
    open.office.event(&json!({"type": "tick"}));
    let words = text_of(&lobby.get("/man-hinh/bang").body);
    assert!(
        words.contains("001  Tư pháp – Hộ tịch: mời đến Quầy 1 trước 08:10"),
        "{words}"
    );
}

#[test]
fn the_lobby_is_told_of_each_change_as_it_is_committed() {
    let open = open("");
    let mut lobby = open.site.follow("/man-hinh/tin");
    assert_eq!(lobby.line(), "HTTP/1.1 200 OK");
    let head: Vec<String> = std::iter::repeat_with(|| lobby.line())
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(
        head.iter().any(|l| l == "Content-Type: text/event-stream"),
        "{head:?}"
    );
    for name in ["Lê Chi", "Trần Bình"] {
        open.office
            .event(&json!({"type": "walkin", "field": "tu-phap", "name": name}));
        assert_eq!(lobby.line(), "data:");
        assert_eq!(lobby.line(), "");
    }
    let page = open.visitor().get("/man-hinh/bang").body;
    assert!(page.contains("002"), "{page}");
    // A crowd of followers is sent away, and keeps nobody else waiting.
    let enter = |_| {
        let mut follower = open.site.follow("/man-hinh/tin");
        (follower.line(), follower)
    };
    let crowd: Vec<_> = (0..70).map(enter).collect();
    let refused = |(line, _): &&(String, _)| line.starts_with("HTTP/1.1 503");
    let refusals = crowd.iter().filter(refused).count();
    assert_eq!(refusals, 70 - 63, "64 may follow");
    open.site.answers("a crowd of followers");
    open.office
        .event(&json!({"type": "walkin", "field": "tu-phap"}));
    assert_eq!(lobby.line(), "data:");
    drop(crowd);
}

#[test]
fn a_port_that_is_taken_is_told_and_waited_for() {
    use crate::support::office::Office;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let office = Office::new(
        &format!("[web]\nlisten = \"127.0.0.1:{port}\"\n"),
        super::MONDAY,
    );
    let _host = office.host();
    let trouble = |status: &motcua::app::status::Status| status.web.as_ref()?.trouble.clone();
    let status = office.await_status("the trouble", |status| trouble(status).is_some());
    let words = trouble(&status).unwrap();
    assert!(
        words.contains(&format!("cổng {port} đang có chương trình khác dùng")),
        "{words}"
    );
    drop(taken);
    let site = crate::support::site::Site::of(&office);
    assert_eq!(site.port, port);
    site.answers("the port was free again");
}

/// Who lost the code is told the ways that there are, and none that there is not.
#[test]
fn who_lost_the_code_is_told_where_to_get_it() {
    let desk = "hỏi cán bộ tại quầy";
    let with = open("[modem]\nport = \"/dev/motcua-none\"\nnumber = \"0912000111\"\n");
    let page = with.visitor().get("/ma");
    page.says("nhắn TC tới 0912000111 từ số điện thoại đã đăng ký");
    page.says(desk);
    let page = open("").visitor().get("/ma");
    page.says(desk);
    assert!(!page.body.contains("TC"), "no way by text without a modem");
}

/// At home the page does not open: it says before by which text and number one cancels, and where the office is.
#[test]
fn who_goes_home_knows_how_to_cancel_from_there() {
    let open = open(
        "address = \"Thôn Thủy Ba Tây\"\n[modem]\nport = \"/dev/motcua-none\"\nnumber = \"0912000111\"\n",
    );
    let mut visitor = open.visitor();
    let path = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    let page = visitor.get(&path);
    let code = page.body.split("class=\"code\"").nth(1).unwrap();
    let code = &code[code.find("MC").unwrap()..][..7];
    page.says(&format!("nhắn HUY {code} (huỷ) hoặc DOI {code}"));
    page.says("tới 0912000111, từ số điện thoại đã đăng ký");
    page.says("Địa chỉ: Thôn Thủy Ba Tây.");
    page.says("chỉ mở được khi điện thoại đang nối Wi-Fi của cơ quan");
}

/// General questions are answered as this office works.
#[test]
fn general_questions_are_answered_as_the_office_works() {
    let open = open("[rules]\ngrace = 12\n");
    let mut visitor = open.visitor();
    visitor.get("/").says("Câu hỏi thường gặp");
    let page = visitor.get("/hoi-dap");
    page.says("chờ 12 phút");
    page.says("đặt giúp bằng số điện thoại của mình");
    page.says("Mất mã hẹn?");
}

/// The script marks a call that it has not seen: a recall is one, though it changes nothing of the ticket.
#[test]
fn a_recalled_number_is_a_new_call_on_the_wall() {
    let open = open("");
    open.office
        .event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
    let mut lobby = open.visitor();
    let mut call = || {
        let page = lobby.get("/man-hinh/bang").body;
        let (_, rest) = page.split_once("data-call=\"").expect("a call");
        rest.split('"').next().unwrap().to_owned()
    };
    let first = call();
    assert_eq!(call(), first);
    open.office
        .event(&json!({"type": "recall", "desk": 1, "counter": 1}));
    let second = call();
    assert_ne!(second, first);
    assert_eq!(call(), second);
}
