//! What forms say: titles, labels (which tell the rows of a form apart), hints, mistakes with the way out.

use super::dossiers::code;
use super::footer::of_field;
use super::messages::content;
use super::{Scene, date, half, is_here, name_or_note, sentence, state, wait, weekday};
use crate::app::post::letters::Letter;
use crate::domain::dossier::Dossier;
use crate::domain::forecast::Wait;
use crate::domain::rules::FieldIx;
use crate::domain::text::{self, Code, Phone};
use crate::domain::ticket::{Channel, State, Ticket};
use crate::domain::time::{Day, Half};
use crate::tui::action::Action;
use crate::tui::keymap::Keymap;
use crate::tui::view::View;

// Labels of rows.
words! {
    NAME = "Họ tên";
    PHONE = "Điện thoại";
    PROCEDURE = "Thủ tục";
    FIELD = "Lĩnh vực";
    ERRAND = "Đến để";
    PRIORITY = "Ưu tiên";
    WHEN = "Thời gian hẹn";
    HALF = "Buổi";
    TO = "Chuyển đến";
    HOUR = "Giờ";
    CHANNEL = "Cách đặt hẹn";
    HELPER = "Người đặt hộ";
    NUMBER = "Số";
    CODE = "Mã hoặc số";
    BEFORE = "Trước đó";
    REASON = "Nghỉ hay gọi";
    WHY = "Lý do";
    MORE = "Ghi thêm";
    OFFICIAL = "Cán bộ";
    PIN = "Mã PIN";
    PIN_AGAIN = "Nhập lại PIN";
    DISPLAY = "Số trên màn hình";
    TASK = "Việc";
    WORD = "Cụm từ";
    IS_PROCEDURE = "Là thủ tục";
}

// Hints in empty rows.
words! {
    OPTIONAL = "không bắt buộc";
    NO_PHONE = "để trống: không có số";
    PRIORITY_HINT = "cao tuổi, khuyết tật, mang thai, có con nhỏ";
    PHONE_HINT = "để báo và để nhận ra khi đến";
    SENDER_HINT = "người nhắn nhận tin báo giờ hẹn";
    HOUR_HINT = "vd. 9:30; để trống: giờ trống đầu tiên";
    HOUR_HINT_PM = "vd. 14:30; để trống: giờ trống đầu tiên";
    HELPER_HINT = "tên người đặt hộ";
    CODE_HINT = "mã MC…, quét QR, số, điện thoại hoặc tên";
    NUMBER_HINT = "hôm nay; gọi ngay, không theo thứ tự";
    DISPLAY_HINT = "8 chữ số; để trống: bỏ ghép mọi màn hình";
    PAUSE_HINT = "vd. 30 phút";
    DECLINE_HINT = "người dân đọc được lý do này";
    PIN_HINT = "4 đến 8 chữ số";
    PIN_AGAIN_HINT = "lần đầu: tự đặt mã, gõ hai lần";
    WORD_HINT = "những chữ người dân dùng để gọi thủ tục";
}

// Titles, and what Enter does.
words! {
    WALK_IN = "Cấp số cho người đến trực tiếp";
    WALK_IN_VERB = "cấp số";
    BOOKING = "Đặt hẹn";
    BOOK_MESSAGE = "Đặt hẹn theo tin nhắn";
    BOOK = "đặt hẹn";
    LEARN = "Thêm tên gọi cho một thủ tục";
    LEARN_VERB = "thêm";
    CHECK_IN = "Ghi có mặt cho người có hẹn";
    CHECK_IN_VERB = "ghi có mặt";
    CALL_NUMBER = "Gọi một số";
    CALL = "gọi";
    GO_ON = "tiếp tục";
    TRANSFER = "chuyển";
    PAUSE = "Tạm nghỉ, hoặc đổi cách gọi";
    PAUSE_VERB = "làm";
    SIGN_IN = "Đăng nhập";
    SIGN_IN_VERB = "đăng nhập";
    NOTE = "ghi";
    MOVE = "đổi lịch";
    PROPOSE = "đề nghị";
    DECLINE = "không nhận";
    CANCEL = "Huỷ số này?";
    CANCEL_BOOKING = "Huỷ lịch hẹn này?";
    QUIT = "Thoát?";
    SHUT_FORM = "Tạm đóng trang đặt hẹn?";
    PAIR_DISPLAY = "Ghép màn hình ở sảnh";
    PAIR = "ghép";
    FORGET_DISPLAYS = "Bỏ ghép mọi màn hình?";
    HOLD_SENDING = "Dừng gửi mọi tin nhắn của cơ quan?";
    SEND_AGAIN = "Gửi lại tin này?";
    CLOCK = "Ngày giờ của máy có đúng không?";
    CHOOSE = "chọn";
    PHONE_RECORD = "Một số điện thoại";
    NEXT_ROW = "ô sau";
}

// What can be chosen.
words! {
    NOTHING_BEFORE = "làm thủ tục";
    SOONEST = "Sớm nhất có thể, từ hôm nay";
    UNKNOWN = "(chưa rõ)";
    PAUSE_WITHOUT = "(không ghi lý do)";
    WITHDRAWN = "Người dân không cần nữa";
    OTHER_REASON = "Lý do khác, ghi ở dưới";
    NO_CANCEL = "Không huỷ";
    REALLY_QUIT = "Thoát khỏi màn hình quầy";
    NO_QUIT = "Không thoát";
    REALLY_HOLD = "Dừng gửi, tin nằm chờ đến khi gửi tiếp";
    REALLY_SEND_AGAIN = "Gửi lại";
    SENT_BEFORE = "Tin này đã gửi, hoặc có thể đã gửi; gửi lại thì tính tiền thêm một lần.";
    REALLY_SHUT = "Đóng: người dân đặt bằng tin nhắn hoặc tại quầy";
    NO_SHUT = "Không đóng";
    REALLY_FORGET = "Bỏ ghép: không màn hình nào hiện mã hôm nay nữa";
    NO_FORGET = "Giữ nguyên";
    NO_HOLD = "Không dừng";
    NO_SEND_AGAIN = "Không gửi lại";
    CLOCK_RIGHT = "Đúng, làm việc theo giờ này";
    CLOCK_WRONG = "Sai, để tôi chỉnh lại đồng hồ máy";
}

// Over the rows.
words! {
    PAIR_NOTE = "Trên màn hình ở sảnh mở địa chỉ /man-hinh/ghep rồi gõ vào ô dưới đây 8 chữ số hiện ở đó. Từ khi có màn hình đã ghép, ai đặt hẹn trên trang phải có mã hôm nay, không có mã thì chỉ gửi được yêu cầu chưa giữ chỗ.";
    TRANSFER_NOTE = "Giữ nguyên thời gian đã chờ; người đó nhận số mới ở lĩnh vực kia.";
    FROM_BEFORE = "Tiếp biểu mẫu điền dở lúc trước; Enter để nhận, Esc để cất lại.";
}

// What is missing or wrong.
words! {
    NOTHING_MATCHES = "không có dòng nào khớp";
    NOT_CHOSEN = "(chưa chọn)";
    NOTHING_CHOSEN = "Chưa chọn; gõ vài chữ hoặc bấm ↓ rồi Enter";
    MORE_BELOW = "↓";
    NO_MATCH = "Không có dòng nào khớp với chữ vừa gõ; xoá bớt rồi chọn lại";
    SCAN_AGAIN = "Bộ gõ tiếng Việt đã đổi chữ trong mã vừa quét: tắt bộ gõ rồi quét lại";
    TICKET_GONE = "Số này không còn trong danh sách; Esc để đóng";
    COUNTER_CHANGED = "Quầy vừa đổi người đang phục vụ; Esc để đóng rồi xem lại";
    NO_NAME = "Chưa có họ tên: cần để gọi và để nhận ra khi đến";
    NAME_HAS_LETTERS = "Họ tên phải có chữ; số điện thoại ghi ở ô Điện thoại";
    NO_HELPER = "Chưa có tên người đặt hộ";
    NO_HOUR = "Giờ viết như 9:30, 9h30 hoặc 930; để trống là giờ trống đầu tiên";
    NO_HALF = "Chọn buổi muốn chuyển sang";
    NO_REASON = "Ghi lý do: người dân cần biết vì sao";
    NO_CODE = "Gõ hoặc quét mã MC…, hoặc gõ số";
    NO_NUMBER = "Gõ số muốn gọi";
    NO_WORD = "Ghi cụm từ mà người dân dùng";
    TYPE_PHONE = "Gõ số điện thoại";
    DISPLAY_LENGTH = "Số trên màn hình có 8 chữ số";
    NAME_FIRST = "Chữ số chỉ gõ ở ô Mã PIN: chọn cán bộ trước";
    PIN_LENGTH = "Mã PIN có 4 đến 8 chữ số: gõ ở ô này rồi Enter";
    PINS_DIFFER = "Hai lần nhập không giống nhau; nhập lại cả hai";
}

// In the status line.
words! {
    KEPT = "Chưa làm gì, biểu mẫu gõ dở được cất lại";
    CLOCK_HELP = "Chỉnh ngày giờ của máy (Cài đặt, Ngày và giờ, hoặc lệnh: sudo timedatectl set-time 'NĂM-THÁNG-NGÀY GIỜ:PHÚT'); đúng rồi thì xác nhận lại";
}

/// Reasons for a pause that an official need not type.
pub(crate) const PAUSE_REASONS: [&str; 6] = [
    "họp",
    "đi thực địa",
    "việc đột xuất",
    "ăn trưa",
    "đi công tác",
    "hết giờ làm việc",
];

/// Reasons to decline a request that an official need not type. They go to the citizen as they stand.
pub(crate) const DECLINE_REASONS: [&str; 5] = [
    "việc này không làm tại xã",
    "cần đến trực tiếp để được hướng dẫn",
    "không liên lạc được để hỏi thêm",
    "trùng với một yêu cầu khác",
    "những ngày tới đã hết chỗ",
];

/// By which door a booking made at the desk comes.
pub(crate) const CHANNELS: [(Channel, &str); 3] = [
    (Channel::Phone, "Người dân gọi điện thoại"),
    (Channel::Counter, "Người dân đến quầy"),
    (
        Channel::Helper,
        "Trưởng thôn, tổ công nghệ số cộng đồng đặt hộ",
    ),
];

/// What can be changed of a phone.
pub(crate) const UNBLOCK: &str = "Mở khoá đặt hẹn";
/// See [`UNBLOCK`].
pub(crate) const IS_HELPER: &str = "Là điện thoại của người đặt hộ (trưởng thôn, tổ công nghệ)";
/// See [`UNBLOCK`].
pub(crate) const IS_NO_HELPER: &str = "Không còn là điện thoại của người đặt hộ";

/// What the keys do now: `verb` is what Enter does.
pub(crate) fn keys(
    keys: &Keymap,
    verb: &str,
    on_flag: bool,
    has_more_rows: bool,
    has_back: bool,
) -> String {
    let key = |action| keys.key_in_form(action);
    // Where there is a mark the way on is left out: Enter is one, too, or does the last row.
    let mark = match on_flag {
        true => format!(" · {}: đánh dấu", key(Action::Mark)),
        false => format!(" · {}: ô sau", key(Action::NextRow)),
    };
    let back = format!(" · {}: quay lại", key(Action::Back));
    let back = if has_back { &back } else { "" };
    match has_more_rows {
        true => format!("Enter: {verb}{mark} · Shift+Tab: ô trước{back}"),
        false => format!("Enter: {verb}{back}"),
    }
}

/// What was half filled in is kept: how it is taken up again.
pub(crate) fn kept(scene: &Scene<'_>, action: Action, is_of_message: bool) -> String {
    let how = if is_of_message {
        "ở tin đó"
    } else {
        "hai lần"
    };
    format!("{KEPT}: {} {how} để gõ tiếp", scene.key(action))
}

/// A mark.
pub(crate) const fn flag(on: bool) -> &'static str {
    if on { "[x] có" } else { "[ ] không" }
}

/// In the empty filter of a list; a row without a label is a plain question.
pub(crate) fn how_to_choose(label: &str, keys: &Keymap) -> String {
    let key = |action| keys.key_in_form(action);
    let arrows = format!("{}{}", key(Action::Up), key(Action::Down));
    match label {
        "" => format!("{arrows} để chọn"),
        _ => format!("{arrows} để chọn, hoặc gõ vài chữ không dấu"),
    }
}

/// A half-filled form can be had back.
pub(crate) fn has_draft(key: &str) -> String {
    format!(
        "Còn một biểu mẫu gõ dở lúc trước, chưa làm: {key} lần nữa để gõ tiếp; gõ luôn là biểu mẫu mới."
    )
}

// ---- items ----

/// A field with its queue.
pub(crate) fn field(digit: Option<char>, name: &str, people: usize, newcomer: Wait) -> String {
    let digit = digit.map_or(String::new(), |digit| format!("{digit} "));
    format!("{digit}{name} · {people} người chờ, {}", wait(newcomer))
}

/// What no procedure of the catalogue is.
pub(crate) fn other_procedure(field: &str) -> String {
    format!("Việc khác · {field}")
}

/// A half-day with what is free of its places.
pub(crate) fn half_day(today: Day, half: (Day, Half), all: usize, free: usize) -> String {
    let free = match free {
        0 => "hết chỗ".to_owned(),
        // Of today's slots some have passed.
        free if half.0 == today => format!("còn {free}"),
        free => format!("còn {free}/{all}"),
    };
    format!("{} · {free}", near(today, half))
}

/// A half-day that cannot be booked at all.
pub(crate) fn no_half(half: (Day, Half)) -> String {
    sentence(&format!("{} {}: nghỉ", self::half(half.1), date(half.0)))
}

/// `Thứ Ba 24/11 sáng (ngày mai)`: people on the telephone name a near day by its distance.
pub(crate) fn near(today: Day, (day, of_day): (Day, Half)) -> String {
    let distance = (0..=2).find(|days| today.plus(*days) == day);
    let distance = match distance {
        Some(0) => " (hôm nay)",
        Some(1) => " (ngày mai)",
        Some(2) => " (ngày kia)",
        _ => "",
    };
    sentence(&format!("{} {}{distance}", date(day), half(of_day)))
}

/// One of several tickets, with what tells two people of one name apart.
pub(crate) fn of_several(scene: &Scene<'_>, t: &Ticket) -> String {
    let who = format!("{} {}", of_field(scene, t.number), name_or_note(t));
    let now = is_here(t).or_else(|| (t.state != State::Booked).then(|| state(t.state).to_owned()));
    let parts = [
        Some(who),
        t.time().map(|time| format!("hẹn {}", time.time())),
        now,
        t.person.phone.as_ref().map(Phone::masked),
        scene.view.procedure_of(t),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// Over a number that is proposed: whose it is.
pub(crate) fn row_of(scene: &Scene<'_>, chosen: Option<&Ticket>) -> String {
    chosen.map_or(String::new(), |t| {
        format!("Dòng đang chọn: {}.", of_several(scene, t))
    })
}

/// The counter works on, and is called by hand or by itself from now on.
pub(crate) const fn manual(manual: bool) -> &'static str {
    match manual {
        true => "Không nghỉ: từ nay chỉ gọi khi bấm phím",
        false => "Không nghỉ: từ nay máy tự gọi người tiếp theo",
    }
}

/// The person at the counter is finished before the next one is called.
pub(crate) fn done(who: &str) -> String {
    format!("Xong {who}")
}

/// The person at the counter is kept aside.
pub(crate) fn hold(who: &str) -> String {
    format!("Giữ {who} lại, lát nữa tiếp")
}

/// Cancelling, with whom and what.
pub(crate) fn really_cancel(scene: &Scene<'_>, t: &Ticket) -> String {
    match t.time() {
        Some(time) => format!("Huỷ {}, hẹn {}", scene.undated(t), scene.at(time)),
        None => format!("Huỷ {}", scene.who_in_title(t)),
    }
}

// ---- titles ----

/// Which of several tickets is meant: title, and what Enter does.
pub(crate) const WHICH_RESUMES: (&str, &str) = ("Tiếp tục với ai?", GO_ON);
/// See [`WHICH_RESUMES`].
pub(crate) const WHICH_IS_BACK: (&str, &str) = ("Đưa ai vào lại hàng?", "vào lại hàng");
/// See [`WHICH_RESUMES`].
pub(crate) const WHICH_CAME: (&str, &str) = ("Số nào đã đến?", CHECK_IN_VERB);
/// See [`WHICH_RESUMES`].
pub(crate) const WHICH_IS_CALLED: (&str, &str) = ("Gọi số nào?", CALL);

macro_rules! titles {
    ($($name:ident = $before:literal, $behind:literal;)*) => {
        $(
            #[doc = concat!("`", $before, "`, whom it is about, `", $behind, "`.")]
            pub(crate) fn $name(who: &str) -> String {
                format!(concat!($before, "{}", $behind), who)
            }
        )*
    };
}

titles! {
    call = "Gọi ", "";
    go_on_with = "Tiếp tục ", "";
    transfer_of = "Chuyển ", "";
    move_of = "Đổi lịch ", "";
    book_for = "Đặt hẹn cho ", " (chưa đến lượt)";
    propose_to = "Đề nghị giờ khác cho ", "";
    decline_of = "Không nhận yêu cầu ", "?";
    is_serving = "Quầy đang phục vụ ", ".";
}

/// A number for the holder of a dossier.
pub(in crate::tui) fn walk_in_of(d: &Dossier) -> String {
    format!("Cấp số theo hồ sơ {}", code(d))
}

// ---- over the rows ----

/// The time that a booking has.
pub(crate) fn booked_now(scene: &Scene<'_>, t: &Ticket) -> String {
    format!("Đang hẹn {}; sẽ có số mới.", at(scene, t))
}

/// The time that a request has, and what a proposal means.
pub(crate) fn proposed_now(scene: &Scene<'_>, t: &Ticket) -> String {
    let what = match t.state {
        State::Proposed => "Đã đề nghị",
        _ => "Người dân xin hẹn",
    };
    format!(
        "{what} {}. Giờ đề nghị có số mới và được giữ 24 giờ, chờ người dân đồng ý.",
        at(scene, t)
    )
}

fn at(scene: &Scene<'_>, t: &Ticket) -> String {
    t.time().map_or(String::new(), |time| scene.at(time))
}

/// Without this counter no number can be had for these fields.
pub(crate) fn last_counter(fields: &[&str]) -> String {
    match fields {
        [] => String::new(),
        fields => {
            let fields = fields.join(", ");
            format!("Nếu nghỉ thì không còn quầy nào mở cho {fields}: sẽ không cấp số được.")
        }
    }
}

/// Why the clock is doubted.
pub(crate) fn clock_note(view: &View<'_>) -> String {
    let last = view.office.now();
    let clock = format!(
        "{} {}",
        weekday(Day::from_chrono(view.now.date())),
        view.now.format("%d/%m/%Y %H:%M")
    );
    format!(
        "Máy đang chỉ {}. So với lần ghi cuối ({} {}) giờ này lệch nhiều. Nếu tin ngay, các lịch hẹn có thể bị tính là quá giờ.",
        clock,
        date(last.day()),
        last.time()
    )
}

/// A message, as much of it as stands over rows.
pub(crate) fn quoted(letter: &Letter) -> String {
    const LONGEST: usize = 300;
    format!("«{}»", text::fit(&content(letter), LONGEST))
}

/// A message, and what to leave of it.
pub(crate) fn learn_note(letter: &Letter) -> String {
    format!("{} Chỉ ghi tên gọi của thủ tục.", quoted(letter))
}

// ---- what is wrong ----

/// A procedure that is done in another field than the chosen one.
pub(crate) fn other_field(scene: &Scene<'_>, procedure: &str, field: FieldIx) -> String {
    let known = scene.view.procedure(procedure);
    let name = known.map_or(procedure, |p| &p.name);
    let field = scene.view.field_name(field);
    format!("«{name}» thuộc {field}; đổi lĩnh vực hoặc thủ tục")
}

/// Nobody has that number today.
pub(crate) fn unknown_number(scene: &Scene<'_>, typed: &str) -> String {
    let key = scene.key(Action::Search);
    format!("Hôm nay không có số {typed}; tìm theo tên hoặc số điện thoại bằng {key}")
}

/// Nobody has that code.
pub(crate) fn unknown_code(scene: &Scene<'_>, code: &Code) -> String {
    let key = scene.key(Action::Search);
    format!("Không có mã {code} hôm nay hay những ngày tới; tìm theo tên bằng {key}")
}

/// A code for another day.
pub(crate) fn not_today(scene: &Scene<'_>, code: &Code, t: &Ticket) -> String {
    format!(
        "{code} của {} hẹn {}, chưa phải hôm nay; {} để cấp số",
        scene.undated(t),
        at(scene, t),
        scene.key(Action::WalkIn)
    )
}

/// Nobody pressed a key for so long that the official was signed out.
pub(crate) fn left_alone(minutes: u32) -> String {
    format!("{minutes} phút không ai bấm phím nên máy đã đăng xuất; biểu mẫu đang điền dở vẫn còn")
}
