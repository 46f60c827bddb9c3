//! Messages in and out: their states, what they were understood as, how many need a hand, what they cost.

use chrono::NaiveDateTime;

use super::{Scene, StatusLine, Tone, date_short, half, stands, zalo};
use crate::app::post::NoticeKind;
use crate::app::post::letters::{
    Body, Came, Cause, Letter, MessageState, NoticeState, Route, Told,
};
use crate::domain::sms::{Bound, Doubt, Part, Reading};
use crate::domain::ticket::TicketId;
use crate::domain::time::Day;
use crate::domain::words::intent;
pub(crate) use crate::domain::words::money;
use crate::tui::action::Action;
use crate::tui::view::{View, drawn};

/// The page in the footer.
pub(crate) const PAGE: &str = "Tin nhắn";
/// The same where room is short.
pub(crate) const SHORT: &str = "Tin";

/// Instead of the list.
pub(crate) const NOTHING: &str = "Chưa có tin nhắn nào đến hay đi.";

/// Before the cost, while nothing is sent.
pub(crate) const HELD: &str = "ĐANG DỪNG GỬI · ";

/// Why an action cannot be done.
pub(crate) const ONLY_THERE: &str = "Chỉ dùng ở màn hình Tin nhắn";
pub(in crate::tui) const NOT_FOR_MESSAGES: &str = "Không dùng cho tin nhắn";
pub(in crate::tui) const NONE_YET: &str = "Chưa có tin nhắn nào";
pub(in crate::tui) const NONE_CHOSEN: &str = "Chưa chọn tin nào; bấm ↓ để chọn một dòng";
pub(in crate::tui) const NO_MODEM: &str = "Cơ quan không có modem nên không gửi được";
pub(in crate::tui) const NO_PHONE: &str = "Không có số điện thoại để gọi";
pub(in crate::tui) const NOTHING_TO_HOLD: &str =
    "Cơ quan không có modem nên không có gì để dừng gửi";
pub(in crate::tui) const NOTHING_TO_SETTLE: &str =
    "Chỉ tin cần xem, hoặc cuộc gọi cần gọi, mới ghi là xong được";
pub(in crate::tui) const NOTHING_TO_DROP: &str = "Chỉ tin chưa gửi được mới bỏ được";
pub(in crate::tui) const NOTHING_TO_RESEND: &str =
    "Chỉ tin đi đã gửi hoặc gửi lỗi mới gửi lại được";
pub(in crate::tui) const NOTHING_TO_LEARN: &str =
    "Chỉ tin đến mà máy chưa hiểu thủ tục mới thêm tên gọi được";

/// Over the columns.
pub(crate) const fn titles(wide: bool) -> [&'static str; 7] {
    let (way, about) = if wide {
        ("Đến, đi", "Về việc")
    } else {
        ("Kiểu", "")
    };
    [
        "",
        "Lúc",
        way,
        "Điện thoại",
        "Tình trạng",
        about,
        "Nội dung",
    ]
}

/// Over the details: where it goes, when, and how far it is.
pub(crate) fn heading(view: &View<'_>, letter: &Letter) -> String {
    let (state, _) = letter_state(letter);
    let at = moment(view, letter.at);
    let what = match way(letter) {
        "đến" => "Tin đến",
        "đi" => "Tin đi",
        zalo::WAY => "Tin Zalo",
        _ => "Cuộc gọi",
    };
    let sent = letter.told().and_then(|told| told.sent);
    let sent = sent.map_or(String::new(), |t| format!(" lúc {}", moment(view, t)));
    let cost = letter.told().map_or(0, |told| told.cost);
    format!("{what} {at} · {state}{sent}{}", zalo::cost_of(cost))
}

/// A message's text in quotation marks.
pub(crate) fn quoted(letter: &Letter) -> String {
    format!("«{}»", content(letter))
}

/// What a message was understood as, among its details.
pub(crate) fn understood_as(about: &str) -> String {
    format!("Hiểu là: {about}")
}

/// The message that a notice answers.
pub(crate) fn answer_to(message: &Letter) -> String {
    format!("Trả lời tin: {}", quoted(message))
}

/// How a state is to be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weight {
    /// Nothing is left to do.
    Past,
    /// It goes its way.
    Well,
    /// Somebody should do something.
    Open,
    /// It went wrong.
    Bad,
}

/// [`way`] in three columns.
pub(crate) fn way_short(letter: &Letter) -> &'static str {
    match way(letter) {
        "gọi điện" => "gọi",
        short => short,
    }
}

/// Where it goes: `đến`, `đi`, `gọi điện`.
pub(crate) fn way(letter: &Letter) -> &'static str {
    match &letter.body {
        Body::In(_) => "đến",
        Body::Out(told) => match told.state {
            NoticeState::Call | NoticeState::Called => "gọi điện",
            _ if told.route != Route::Sms => zalo::WAY,
            _ => "đi",
        },
    }
}

/// What became of it, in a few words.
pub(crate) fn letter_state(letter: &Letter) -> (&'static str, Weight) {
    match &letter.body {
        Body::In(came) => came_state(came),
        Body::Out(told) => match told.state {
            NoticeState::New | NoticeState::Dropped if told.cause == Some(Cause::Stale) => {
                ("đã đổi, không gửi", Weight::Past)
            }
            NoticeState::New if told.tries > 0 => ("chờ gửi lại", Weight::Well),
            NoticeState::New => ("chờ gửi", Weight::Well),
            NoticeState::Sending => ("đang gửi", Weight::Well),
            NoticeState::Sent => ("đã gửi", Weight::Past),
            NoticeState::Delivered => ("đã tới máy", Weight::Past),
            NoticeState::Failed => ("gửi lỗi", Weight::Bad),
            NoticeState::Unknown => ("chưa rõ đã gửi chưa", Weight::Bad),
            NoticeState::Dropped => ("không gửi nữa", Weight::Past),
            NoticeState::Call => ("cần gọi", Weight::Open),
            NoticeState::Called => ("đã gọi", Weight::Past),
        },
    }
}

fn came_state(came: &Came) -> (&'static str, Weight) {
    match came.state {
        MessageState::Part => ("chờ phần sau", Weight::Well),
        // Nothing was done: what is missing was asked for.
        MessageState::Done if came.reading.as_ref().is_some_and(|r| !r.missing.is_empty()) => {
            ("đã hỏi lại", Weight::Past)
        }
        MessageState::Done | MessageState::Joined => ("đã làm", Weight::Past),
        MessageState::Silent => ("bỏ qua", Weight::Past),
        MessageState::Open if came.part.is_some() => ("thiếu phần", Weight::Open),
        MessageState::Open => ("cần xem", Weight::Open),
        MessageState::Settled => ("đã xem", Weight::Past),
    }
}

/// Why a notice did not go out, and what the machine does about it.
pub(crate) fn trouble(view: &View<'_>, told: &Told) -> Option<String> {
    let is_stale = told.cause == Some(Cause::Stale);
    let again = told.state == NoticeState::New && told.not_before > view.now && !is_stale;
    let cause = told.cause.as_ref().map(cause);
    let time = || moment(view, told.not_before);
    match (cause, again) {
        (Some(cause), true) => Some(format!("{cause}; thử lại lúc {}", time())),
        (None, true) => Some(format!("Sẽ gửi từ {}", time())),
        (cause, false) => cause,
    }
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Crash => "Máy tắt đúng lúc đang gửi".to_owned(),
        Cause::NoAnswer => "Modem không trả lời đúng lúc đang gửi".to_owned(),
        Cause::Late => "Chưa kịp gửi thì đã muộn, gửi nữa không còn ích gì".to_owned(),
        Cause::Stale => "Việc trong tin này đã đổi: máy không gửi tin này nữa".to_owned(),
        Cause::NotDelivered => "Nhà mạng báo tin không đến được máy người nhận".to_owned(),
        Cause::NotOnZalo
        | Cause::ZaloClosed
        | Cause::NoInternet
        | Cause::Unclear
        | Cause::Followed => zalo::cause(cause).to_owned(),
        Cause::Said(words) => drawn(words).trim_end_matches('.').to_owned(),
    }
}

/// `08:40`, or with the day when it is not today.
pub(crate) fn moment(view: &View<'_>, at: NaiveDateTime) -> String {
    match is_today(view, at) {
        true => at.format("%H:%M").to_string(),
        false => at.format("%d/%m %H:%M").to_string(),
    }
}

/// [`moment`] in six columns: the hour, or the day when it is not today.
pub(crate) fn moment_short(view: &View<'_>, at: NaiveDateTime) -> String {
    let form = if is_today(view, at) { "%H:%M" } else { "%d/%m" };
    at.format(form).to_string()
}

fn is_today(view: &View<'_>, at: NaiveDateTime) -> bool {
    at.date() == view.now.date()
}

/// What a notice is about.
pub(crate) const fn told_kind(kind: Option<NoticeKind>) -> &'static str {
    match kind {
        Some(NoticeKind::Answer) => "trả lời tin",
        Some(NoticeKind::Reply) => "cán bộ trả lời",
        Some(NoticeKind::Help) => "hướng dẫn",
        Some(NoticeKind::Rated) => "cảm ơn đánh giá",
        Some(NoticeKind::NotRated) => "chưa nhận đánh giá",
        Some(NoticeKind::Booked) => "báo giờ hẹn",
        Some(NoticeKind::Moved) => "báo đổi lịch",
        Some(NoticeKind::Cancelled) => "báo huỷ hẹn",
        Some(NoticeKind::CancelledByCitizen) => "báo đã huỷ qua trang",
        Some(NoticeKind::Confirmed) => "xác nhận yêu cầu",
        Some(NoticeKind::Proposed) => "đề nghị giờ khác",
        Some(NoticeKind::EarlierOffered) => "mời giờ sớm hơn",
        Some(NoticeKind::Declined) => "không nhận yêu cầu",
        Some(NoticeKind::Lapsed) => "yêu cầu hết hạn",
        Some(NoticeKind::Corrected) => "đính chính",
        Some(NoticeKind::Reminder) => "nhắc hẹn",
        Some(NoticeKind::Near) => "sắp đến lượt",
        Some(NoticeKind::DossierReceived) => "báo đã nhận hồ sơ",
        Some(NoticeKind::DossierPapers) => "báo bổ sung hồ sơ",
        Some(NoticeKind::DossierBack) => "báo đã nhận bổ sung",
        Some(NoticeKind::DossierLate) => "xin lỗi, hẹn lại",
        Some(NoticeKind::DossierReady) => "báo có kết quả",
        Some(NoticeKind::DossierWaits) => "nhắc nhận kết quả",
        Some(NoticeKind::DossierRefused) => "từ chối hồ sơ",
        Some(NoticeKind::DossierStopped) => "dừng hồ sơ",
        Some(NoticeKind::DossierCorrected) => "đính chính hồ sơ",
        Some(NoticeKind::Announcement) => "thông báo chung",
        None => "báo tin",
    }
}

/// What a message was understood as, or what a notice is about: one line of the list.
pub(crate) fn about(view: &View<'_>, letter: &Letter) -> String {
    match &letter.body {
        Body::Out(told) => match &told.by {
            Some(id) => format!("{}: {}", told_kind(told.kind), view.who_acted(id)),
            None => told_kind(told.kind).to_owned(),
        },
        Body::In(came) => understood(view, came),
    }
}

/// What a message was understood as: `đặt hẹn · Nguyễn Văn A · Đăng ký khai sinh · T4 25/11 sáng · thiếu ngày`.
pub(crate) fn understood(view: &View<'_>, came: &Came) -> String {
    let Some(reading) = &came.reading else {
        return match came.part {
            Some((part, of)) => format!("phần {part}/{of} của một tin dài"),
            None => "không giữ nội dung".to_owned(),
        };
    };
    if reading.polite {
        return "lời cảm ơn, không cần trả lời".to_owned();
    }
    if reading.silent {
        return "quảng cáo, tin tự động".to_owned();
    }
    let Some(meant) = came.wish().filter(|_| reading.meant.is_some()) else {
        return wish(view, reading);
    };
    format!("chưa rõ, có thể là {}", wish(view, meant))
}

fn wish(view: &View<'_>, reading: &Reading) -> String {
    let mut parts = vec![intent(reading.intent).to_owned()];
    parts.extend(reading.name.as_deref().map(drawn));
    parts.extend(
        reading
            .procedure
            .as_deref()
            .map(|id| view.procedure_name(id)),
    );
    parts.extend(when(reading));
    parts.extend(reading.number.map(|n| format!("số {n:03}")));
    parts.extend(reading.code.as_ref().map(ToString::to_string));
    parts.extend(missing(view, reading));
    parts.join(" · ")
}

fn when(reading: &Reading) -> Option<String> {
    let time = reading.time.map(|time| time.to_string());
    let half = reading.half.map(|h| half(h).to_owned());
    let day = reading.date.map(date_short);
    let parts: Vec<String> = [day, time.or(half)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What must be asked, and why where something was written for it.
fn missing(view: &View<'_>, reading: &Reading) -> Option<String> {
    if reading.missing.is_empty() {
        return None;
    }
    let doubts: Vec<_> = reading.doubts.iter().map(|d| doubt(view, d)).collect();
    let why = match doubts.as_slice() {
        [] => String::new(),
        doubts => format!(" ({})", doubts.join(", ")),
    };
    Some(format!("thiếu {}{why}", lacking(reading)))
}

/// What must be asked.
pub(super) fn lacking(reading: &Reading) -> String {
    let parts: Vec<_> = reading.missing.iter().map(|p| part(*p)).collect();
    parts.join(", ")
}

const fn part(part: Part) -> &'static str {
    match part {
        Part::Name => "họ tên",
        Part::Procedure => "thủ tục",
        Part::Date => "ngày",
        Part::Code => "mã hẹn",
        Part::Number => "số",
        Part::Rating => "điểm",
    }
}

fn doubt(view: &View<'_>, doubt: &Doubt) -> String {
    let words = match doubt {
        Doubt::TwoProcedures(a, b) => {
            return format!(
                "nêu cả {} và {}",
                view.procedure_name(a),
                view.procedure_name(b)
            );
        }
        Doubt::SeveralPeople(_) => "nhiều người",
        Doubt::SeveralCommands => "nhiều lệnh trong một tin",
        Doubt::OpenDay(Bound::Before, _) => "trước một ngày, chưa rõ ngày nào",
        Doubt::OpenDay(Bound::From, _) => "từ một ngày, chưa rõ ngày nào",
        Doubt::OpenDay(Bound::After, _) => "sau một ngày, chưa rõ ngày nào",
        Doubt::TwoDates => "hai ngày khác nhau",
        Doubt::NoSuchDate => "ngày đó không có trong lịch",
        Doubt::PastDate => "ngày đã qua",
        Doubt::LunarDate => "ngày âm lịch",
        Doubt::TwoCodes => "hai mã",
        Doubt::NoSuchCode => "mã không đúng",
        Doubt::TwoNumbers => "hai số",
        Doubt::OutOfHours => "buổi trưa hoặc tối",
        Doubt::NoSuchRating => "điểm ngoài 1 đến 5",
    };
    words.to_owned()
}

/// What a message says, in the place of its text also where there is none.
pub(crate) fn content(letter: &Letter) -> String {
    let text = drawn(&letter.text);
    match (&letter.body, text.is_empty()) {
        (_, false) => text,
        // Of a rating nothing is kept.
        (Body::In(came), true) if came.reading.is_none() => "(không giữ nội dung)".to_owned(),
        _ => "(không đọc được)".to_owned(),
    }
}

/// Who it is from or to, for eyes that need not know the number.
pub(crate) fn correspondent(letter: &Letter) -> String {
    match letter.phone.as_str() {
        "" => "(không rõ)".to_owned(),
        _ => letter.phone.masked(),
    }
}

/// The ticket that it is about.
pub(crate) fn letter_ticket(scene: &Scene<'_>, id: TicketId) -> Option<String> {
    let t = scene.view.office.ticket(id)?;
    let who = match t.time() {
        Some(time) => format!("{} {}", scene.undated(t), scene.at(time)),
        None => scene.who(t),
    };
    Some(format!("Lượt: {who} · {}", stands(t)))
}

/// Over the list: what needs a hand, each kind by itself.
pub(crate) fn title(view: &View<'_>) -> String {
    let open = &view.letters.open;
    let parts = [
        (open.messages, "cần xem"),
        (open.calls, "cần gọi"),
        (open.unsent, "chưa gửi được"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    match parts.as_slice() {
        [] => "Tin nhắn · không có gì cần xử lý".to_owned(),
        parts => format!("Tin nhắn · {}", parts.join(", ")),
    }
}

/// A sentence about sending being held, while it is.
pub(crate) fn held(scene: &Scene<'_>) -> Option<String> {
    let letters = scene.view.letters;
    let waiting = match letters.open.waiting {
        0 => String::new(),
        n => format!(", {n} tin đang chờ"),
    };
    letters.held.then(|| {
        format!(
            "Đang dừng gửi mọi tin nhắn{waiting}: {} ở màn hình Tin nhắn để gửi tiếp",
            scene.key(Action::HoldSending)
        )
    })
}

/// How many messages were sent, and what they cost.
pub(crate) fn cost(view: &View<'_>) -> String {
    let by_zalo = zalo::month(view).unwrap_or_default();
    if !view.letters.has_modem {
        return match by_zalo.as_str() {
            "" => {
                "Không có modem nên không gửi tin: việc cần báo sẽ chuyển thành cuộc gọi".to_owned()
            }
            by_zalo => by_zalo.to_owned(),
        };
    }
    let by_zalo = match by_zalo.as_str() {
        "" => String::new(),
        by_zalo => format!(" · {by_zalo}"),
    };
    let signal = view.modem().and_then(|m| m.signal);
    let signal = signal.map_or(String::new(), |signal| format!(" · sóng {signal}/31"));
    format!("{}{signal}{by_zalo}", sent(view))
}

fn sent(view: &View<'_>) -> String {
    let Some(page) = &view.letters.page else {
        return String::new();
    };
    let sum = |n: u32| money(u64::from(n) * u64::from(page.price));
    let today = sum(page.sent_today);
    format!(
        "Gửi hôm nay {} tin ({}/{}), tháng này {} ({})",
        page.sent_today,
        today.trim_end_matches(" đ"),
        money(u64::from(page.daily_limit)),
        page.sent_this_month,
        sum(page.sent_this_month)
    )
}

/// A message that came in and that somebody should look at: seen and heard at the desks whose field it may be about.
pub(crate) fn heard(scene: &Scene<'_>, letter: Option<&Letter>) -> Option<StatusLine> {
    let view = scene.view;
    let said = |words: String| StatusLine::remark(view.now, Tone::Plain, words);
    let Some(letter) = letter else {
        return Some(said("Có tin nhắn đến chưa đủ phần, cần xem".to_owned()));
    };
    let procedure = letter.came()?.wish().and_then(|w| w.procedure.as_deref());
    let known = procedure.and_then(|id| view.procedure(id));
    let field = known.and_then(|p| view.office.rules().field_by_id(&p.field));
    let own = &view.desk(scene.desk).fields;
    if field.is_some_and(|f| !own.contains(&f)) {
        return None;
    }
    let words = format!(
        "Tin nhắn mới cần xem, {}: «{}»",
        correspondent(letter),
        content(letter)
    );
    Some(said(words))
}

/// A day that a message names and that cannot be booked.
pub(crate) fn not_bookable(day: Day) -> String {
    format!(
        "Ngày {} trong tin không đặt được: chọn buổi khác.",
        date_short(day)
    )
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn sums_of_money_have_points() {
        let sums = [0, 350, 4_200, 73_500, 1_000_000].map(money);
        assert_eq!(sums, ["0 đ", "350 đ", "4.200 đ", "73.500 đ", "1.000.000 đ"]);
    }
}
