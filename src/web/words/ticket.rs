//! A citizen's own booking or number.

use crate::app::citizen::LastChange;
use crate::domain::event::EventKind;
use crate::domain::text::Code;
use crate::domain::ticket::{Kind, Offer, State, Ticket};
use crate::domain::time::{Minute, TimeOfDay};
use crate::domain::words;
pub(crate) use crate::domain::words::masked_name;

use super::{hour, moment, wait};
use crate::domain::forecast::Wait;

/// Heading of the way in.
pub(crate) const FIND: &str = "Xem lịch hẹn, số, hồ sơ của tôi";
/// What somebody has, as the page speaks of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// A number, which has no hour.
    Number,
    /// What waits for somebody's word, or ended before it had it.
    Request,
    /// A booking.
    Booking,
}
impl What {
    /// What a ticket is.
    pub(crate) const fn of(t: &Ticket) -> Self {
        match t.kind {
            Kind::Walkin { .. } => Self::Number,
            Kind::Booking { .. } if t.is_request() => Self::Request,
            Kind::Booking { .. } => Self::Booking,
        }
    }
}

/// The code, whatever it opens.
pub(crate) const CODE: &str = "Mã";
/// The same on the page that it opens.
pub(crate) const fn code(what: What) -> &'static str {
    match what {
        What::Number => CODE,
        _ => "Mã hẹn",
    }
}
/// What it looks like.
pub(crate) const CODE_HINT: &str =
    "Lịch hẹn: bắt đầu bằng MC, ví dụ MC7K2QG. Hồ sơ: bắt đầu bằng HS, hoặc mã hồ sơ của tỉnh";
/// The digits.
pub(crate) const DIGITS: &str = "4 số cuối của điện thoại đã đăng ký";
/// What to do without the code.
pub(crate) fn lost_code(texts_to: Option<&str>) -> String {
    let text =
        texts_to.map(|number| format!("nhắn TC tới {number} từ số điện thoại đã đăng ký, hoặc "));
    let text = text.unwrap_or_default();
    format!("Quên mã hẹn? Xin {text}hỏi cán bộ tại quầy.")
}
/// The button.
pub(crate) const OPEN: &str = "Xem";
/// No such code with these digits; which of the two is wrong is nobody's business.
pub(crate) const WRONG: &str = "Mã hoặc 4 số cuối không khớp. Xem lại rồi gõ lại";
/// No digits.
pub(crate) const NO_DIGITS: &str = "Ghi đúng 4 số cuối của điện thoại";
/// The page shows it no more.
pub(crate) fn over(what: What) -> String {
    let what = match what {
        What::Number => "Số này đã lấy hơn 7 ngày trước",
        What::Request => "Giờ xin hẹn này đã qua hơn 7 ngày",
        What::Booking => "Lịch hẹn này đã qua hơn 7 ngày",
    };
    format!("{what} nên trang không hiện nữa. Cần hỏi lại, xin đến quầy")
}
/// A move beyond what the form may give.
pub(crate) const BEYOND_SHARE: &str = "Buổi này đã hết chỗ dành cho đặt qua trang. Xin chọn buổi khác, gọi cơ quan hoặc hỏi cán bộ tại quầy";
/// Others, perhaps, have tried this code.
pub(crate) fn code_tired(minutes: u64) -> String {
    format!(
        "Mã này vừa bị gõ sai 4 số cuối nhiều lần, có thể do người khác gõ. Xin mở bằng mã QR hoặc trang đã lưu, hỏi cán bộ tại quầy, hoặc đợi {minutes} phút"
    )
}
/// Too many codes of the province's were wrong with these digits.
pub(crate) const PROVINCE_TIRED: &str = "Hôm nay 4 số cuối này đã được gõ với nhiều mã hồ sơ của tỉnh không đúng, có thể do người khác gõ. Xin mở bằng mã HS trên giấy hẹn hoặc mã QR, nhắn tin TC và mã hồ sơ, hoặc hỏi cán bộ tại quầy";
/// Too many tries.
pub(crate) fn too_many(minutes: u64) -> String {
    format!(
        "Đã gõ sai nhiều lần. Xin đợi {minutes} phút rồi thử lại, hoặc đưa mã QR cho cán bộ tại quầy"
    )
}

/// Thanks after booking.
pub(crate) const THANKS: &str = "Đã ghi lịch hẹn. Cảm ơn ông/bà";
/// Thanks after taking a number.
pub(crate) const THANKS_NUMBER: &str = "Đã lấy số. Cảm ơn ông/bà";
/// Thanks for a request (S1.2).
pub(crate) const THANKS_REQUEST: &str = "Đã gửi đăng ký. Cảm ơn ông/bà";
/// A wish that holds no slot.
pub(crate) const THANKS_ASKED: &str = "Đã gửi yêu cầu, CHƯA có giờ hẹn";
/// What was asked for.
pub(crate) fn asked(time: Minute) -> String {
    format!(
        "Ông/bà xin hẹn khoảng {}. Chỗ này CHƯA được giữ.",
        moment(time)
    )
}
/// Who looks at it, until when.
pub(crate) fn asked_until(due: Minute) -> String {
    format!(
        "Cán bộ sẽ xem và trả lời trước {}: nếu nhận, cơ quan báo giờ hẹn theo số điện thoại đã ghi; quá giờ đó không có tin thì yêu cầu hết hạn. Xin đừng đến khi chưa có giờ hẹn, trừ khi đến lấy số thứ tự như thường.",
        moment(due)
    )
}
/// The surer ways.
pub(crate) fn surer(texts_to: Option<&str>) -> String {
    let text = texts_to.map_or(String::new(), |number| {
        format!(", hoặc nhắn tin đặt hẹn tới {number}")
    });
    format!(
        "Muốn chắc chắn có giờ: hỏi cán bộ tại quầy; hoặc đặt lại với mã hôm nay (ghi ở sảnh, tại quầy) lúc trang bớt đông{text}."
    )
}
/// The office confirms soon (S1.4), or should have.
pub(crate) fn held_until(due: Minute, now: Minute) -> String {
    let due_at = moment(due);
    match due > now {
        true => format!(
            "Giờ này được giữ cho ông/bà. Cán bộ xác nhận hoặc báo giờ khác trước {due_at}."
        ),
        false => format!(
            "Giờ này được giữ cho ông/bà. Cơ quan lẽ ra đã trả lời trước {due_at}: xin hỏi cán bộ tại quầy."
        ),
    }
}
/// The office proposes a time.
pub(crate) fn proposed_until(due: Minute) -> String {
    format!(
        "Cơ quan đề nghị giờ này. Xin trả lời trước {}, nếu không thì giờ này không còn giữ.",
        moment(due)
    )
}
/// Agrees to it.
pub(crate) const ACCEPT: &str = "Đồng ý giờ này";
/// A freed time is held.
pub(crate) fn offered(offer: Offer) -> String {
    format!(
        "Vừa trống {}. Giờ này được giữ cho ông/bà tới {}; không trả lời thì giữ giờ cũ.",
        moment(offer.time),
        hour(offer.until.time())
    )
}
/// Takes it.
pub(crate) const TAKE_OFFER: &str = "Lấy giờ sớm hơn này";
/// Does not.
pub(crate) const KEEP_TIME: &str = "Giữ giờ cũ";
/// Asks for an earlier time.
pub(crate) const EARLIER: &str = "Báo tôi khi có giờ sớm hơn";
/// How that goes.
pub(crate) const EARLIER_HINT: &str = "Khi có người huỷ hẹn của hôm nay hoặc ngày làm việc tiếp theo, cơ quan nhắn tin mời theo thứ tự đã xin. Chưa có tin thì giờ đã hẹn vẫn giữ nguyên.";
/// It was asked for.
pub(crate) const EARLIER_SOUGHT: &str =
    "Ông/bà đang chờ giờ sớm hơn. Giờ đã hẹn vẫn giữ nguyên cho tới khi ông/bà nhận giờ khác.";
/// Asks no longer.
pub(crate) const EARLIER_NO: &str = "Không cần giờ sớm hơn nữa";
/// After asking.
pub(crate) const EARLIER_NOTED: &str = "Đã ghi: có giờ sớm hơn sẽ nhắn tin";
/// After asking no longer.
pub(crate) const EARLIER_ENDED: &str = "Giữ nguyên giờ đã hẹn";
/// Who may not ask on the page any more.
pub(crate) fn seek_by_text(code: &Code, texts_to: Option<&str>) -> String {
    let to = texts_to.map_or(String::new(), |number| format!(" tới {number}"));
    format!(
        "Trang chưa ghi thêm được: giờ mời hôm nay đã qua mà chưa trả lời, hoặc điện thoại hay mạng này đã có người đang chờ giờ sớm hơn. Xin nhắn SOM {code}{to} từ số điện thoại đã đặt hẹn"
    )
}
/// The office gave it another time.
pub(crate) const OTHER_TIME: &str = "Lịch hẹn đã chuyển sang giờ khác";
/// The time that holds no longer.
pub(crate) fn no_longer(before: Minute, state: State) -> String {
    let before = moment(before);
    match state {
        State::Proposed => format!(
            "Giờ đã đăng ký {before} không thu xếp được. Giờ dưới đây chỉ thành lịch hẹn khi ông/bà bấm đồng ý."
        ),
        State::Requested => format!(
            "Giờ cũ {before} không còn. Giờ dưới đây đang được giữ, chưa phải lịch hẹn: xin đợi cán bộ xác nhận rồi hãy đến."
        ),
        _ => format!("Giờ cũ {before} không còn. Xin đến theo giờ dưới đây."),
    }
}
/// Who did it, when, and why.
pub(crate) fn why(state: State, change: &LastChange) -> Option<String> {
    let at = moment(change.at);
    let reason = change.reason.as_ref();
    let because = reason.map_or(String::new(), |reason| {
        format!(" Lý do: {}.", reason.trim_end_matches('.'))
    });
    let moved = matches!(change.kind, EventKind::Move | EventKind::CloseSession);
    match (state, change.by_citizen) {
        (State::Declined, _) => Some(format!("Cơ quan trả lời lúc {at}.{because}")),
        (State::Cancelled, Some(false)) => Some(format!("Huỷ tại cơ quan lúc {at}.")),
        (State::Cancelled, Some(true)) => Some(format!(
            "Đã huỷ lúc {at}, từ trang này hoặc bằng tin nhắn của số điện thoại đã đăng ký."
        )),
        (State::Booked | State::Requested, Some(false)) if moved => {
            Some(format!("Cơ quan đổi giờ lúc {at}."))
        }
        (State::Booked | State::Requested, Some(true)) if moved => Some(format!(
            "Đã đổi giờ lúc {at}, từ trang này hoặc bằng tin nhắn của số điện thoại đã đăng ký."
        )),
        _ => None,
    }
}
/// An official took the check-in back.
pub(crate) fn check_in_undone(at: Minute) -> String {
    format!(
        "Cán bộ đã bỏ ghi có mặt lúc {}: có thể đã ghi nhầm người. Ông/bà đang ở đây thì xin báo lại.",
        hour(at.time())
    )
}
/// The office took it back.
pub(crate) const CANCELLED_BY_OFFICE: &str = "Đã được huỷ tại cơ quan";
/// After that.
pub(crate) const ACCEPTED: &str = "Đã nhận giờ hẹn";
/// After a move.
pub(crate) const MOVED: &str = "Đã đổi giờ hẹn";
/// After the move of a request.
pub(crate) const MOVED_REQUEST: &str = "Đã đổi giờ xin hẹn, chờ cán bộ xác nhận";
/// After a cancellation.
pub(crate) const CANCELLED_NOW: &str = "Đã huỷ";
/// After a check-in.
pub(crate) const HERE_NOW: &str = "Đã ghi: ông/bà đã đến";

/// Parts of a booking.
pub(crate) const NUMBER: &str = "Số thứ tự";
/// Its time.
pub(crate) fn time(t: &Ticket) -> &'static str {
    let is_over = t.state.is_final() && t.state != State::Done;
    match (What::of(t), t.state) {
        _ if t.number.is_unheld() => "Giờ xin hẹn (chưa giữ chỗ)",
        (_, State::Proposed) => "Giờ cơ quan đề nghị",
        (What::Request, _) if is_over => "Giờ của yêu cầu (không còn giữ)",
        (What::Request, _) => "Giờ xin hẹn",
        _ if is_over => "Giờ đã hẹn (không còn)",
        _ => "Giờ hẹn",
    }
}
/// Its counter.
pub(crate) const COUNTER: &str = "Đến";
/// Its procedure.
pub(crate) const PROCEDURE: &str = "Thủ tục";
/// Whose it is.
pub(crate) const WHO: &str = "Người đến làm việc";
/// Papers.
pub(crate) const PAPERS: &str = "Giấy tờ cần mang";
/// To the procedure.
pub(crate) const MORE: &str = "Xem đầy đủ thủ tục này";
/// When to come.
pub(crate) const COME_EARLY: &str = "Xin đến trước giờ hẹn 10 phút.";
/// What the picture is.
pub(crate) const fn qr(what: What) -> &'static str {
    match what {
        What::Booking => "Mã QR của lịch hẹn: đưa cho cán bộ quét tại quầy",
        What::Request => "Mã QR của yêu cầu: đưa cho cán bộ quét tại quầy",
        What::Number => "Mã QR của số thứ tự: đưa cho cán bộ quét tại quầy",
    }
}
/// What to do with it.
pub(crate) const QR_HINT: &str = "Chụp màn hình trang này để giữ mã.";

/// What a state means to the citizen; `here` when they are known to be present.
pub(crate) fn state(state: State, what: What, here: bool) -> &'static str {
    match (state, what) {
        (State::Booked, _) if here => "Đã có mặt, chờ gọi số",
        (State::Cancelled, What::Booking) => "Lịch hẹn đã huỷ",
        (State::Cancelled, What::Request) => "Yêu cầu đã huỷ",
        (other, _) => words::state(other).web,
    }
}

/// What to do in a state where nothing more happens by itself; `over`: the ticket's day is.
pub(crate) fn next_step(state: State, what: What, over: bool) -> Option<&'static str> {
    match state {
        State::Held => Some("Làm xong phần còn thiếu thì quay lại quầy, không phải lấy số mới."),
        State::Missed if over => {
            Some("Hôm đó đã hết giờ, số này không còn dùng được. Xin lấy số hoặc đặt lịch hẹn mới.")
        }
        State::Missed => Some("Xin báo cán bộ tại quầy: ông/bà được vào lại chỗ cũ trong hàng."),
        State::Expired => Some("Xin lấy số tại quầy, hoặc đặt lịch hẹn mới."),
        State::Cancelled if what == What::Number => {
            Some("Số này không còn dùng được. Nếu ông/bà không huỷ, xin hỏi cán bộ tại quầy.")
        }
        State::Cancelled => Some(
            "Giờ này không còn giữ cho ông/bà. Nếu ông/bà không huỷ, xin hỏi cơ quan trước khi đến.",
        ),
        State::Unserved | State::Lapsed => Some("Xin đặt lịch hẹn cho ngày khác."),
        State::Declined => Some("Xin hỏi cán bộ tại quầy, hoặc đặt lịch hẹn khác."),
        _ => None,
    }
}

/// Behind the hour of a booking of today.
pub(crate) const TODAY: &str = "hôm nay";
/// Called to a counter.
pub(crate) fn come_now(counter: &str) -> String {
    format!("Mời đến {counter} ngay")
}
/// Called at the appointed time in vain.
pub(crate) fn awaited(until: Minute) -> String {
    format!(
        "Đã gọi số của ông/bà. Xin đến quầy trước {}",
        hour(until.time())
    )
}
/// The appointed time has come, but no counter was free yet.
pub(crate) const SOON: &str = "Đã đến giờ hẹn. Quầy xong việc là gọi ông/bà.";

/// Place in the queue.
pub(crate) fn place(before: usize) -> String {
    match before {
        0 => "Ông/bà là người tiếp theo".to_owned(),
        n => format!("Trước ông/bà còn {n} người"),
    }
}
/// How long it may take.
pub(crate) fn likely(range: Wait) -> String {
    match range {
        Wait::None => "Sắp được gọi".to_owned(),
        Wait::Between { from, to } => {
            format!(
                "Được gọi khoảng {} đến {}",
                hour(from.time()),
                hour(to.time())
            )
        }
        Wait::AtOpening(time) => format!("Được gọi lúc mở cửa {}", hour(time.time())),
        Wait::PerhapsNotToday { from } => format!(
            "Có thể hôm nay không kịp, sớm nhất {}. Xin hỏi cán bộ tại quầy để hẹn ngày khác",
            hour(from.time())
        ),
        Wait::NotToday => "Hôm nay khó kịp. Xin hỏi cán bộ tại quầy để hẹn ngày khác".to_owned(),
        Wait::NoCounter => {
            "Quầy đang tạm nghỉ, chưa biết lúc nào gọi tiếp. Xin hỏi cán bộ tại quầy".to_owned()
        }
        other => format!("Còn chờ {}", wait(other)),
    }
}
/// An estimate is no promise.
pub(crate) const ESTIMATE: &str =
    "Ước tính theo công việc hôm nay, đúng khoảng 8 trong 10 lần; có thể thay đổi.";
/// When the page was made.
pub(crate) fn as_of(now: TimeOfDay) -> String {
    format!("Lúc {}", hour(now))
}
/// Loads the page again.
pub(crate) const RELOAD: &str = "Cập nhật";

/// On the day.
pub(crate) const ARRIVE: &str = "Tôi đã đến";
/// What it does.
pub(crate) const ARRIVE_HINT: &str =
    "Chỉ bấm khi ông/bà đã ở cơ quan: đến lượt là số được gọi ngay.";
/// Cancels, and what stands there before it is done.
pub(crate) const fn cancel(t: &Ticket) -> (&'static str, &'static str) {
    let freed = "Huỷ rồi thì giờ này dành cho người khác, không lấy lại được.";
    match (What::of(t), t.state) {
        (_, State::Asked) => (
            "Không cần nữa",
            "Cơ quan sẽ bỏ yêu cầu này, không gọi và không nhắn cho ông/bà.",
        ),
        // No hour stands behind it.
        (What::Number, _) => ("Huỷ số này", "Huỷ rồi thì số này không dùng lại được."),
        (What::Request, _) => ("Huỷ yêu cầu", freed),
        (What::Booking, _) => ("Huỷ lịch hẹn", freed),
    }
}
/// Does it.
pub(crate) const CANCEL_YES: &str = "Đồng ý huỷ";
/// How to cancel; a number has no hour to change.
pub(crate) const fn cancel_how(what: What) -> &'static str {
    match what {
        What::Booking | What::Request => {
            "Không đến được? Xin huỷ hoặc đổi giờ ở cuối trang này, hoặc báo tại quầy."
        }
        What::Number => "Không chờ được nữa? Xin huỷ số ở cuối trang này, hoặc báo tại quầy.",
    }
}
/// What can be done where this page does not open.
pub(crate) fn from_afar(phone: Option<&str>, texts_to: Option<&str>, code: &Code) -> String {
    let text = texts_to.map(|number| {
        format!("nhắn HUY {code} (huỷ) hoặc DOI {code} và ngày mới (đổi) tới {number}, từ số điện thoại đã đăng ký")
    });
    let call = phone.map(|phone| format!("gọi {phone}"));
    let ways: Vec<String> = [text, call].into_iter().flatten().collect();
    match ways.is_empty() {
        true => "Ở nhà thì trang này không mở được: xin nhờ người đến cơ quan báo giúp.".to_owned(),
        false => format!(
            "Ở nhà thì trang này không mở được: xin {}.",
            ways.join(", hoặc ")
        ),
    }
}
/// Where to ask.
pub(crate) fn ask(phone: &str) -> String {
    format!("Hỏi cơ quan: {phone}.")
}
/// Moved too often.
pub(crate) const MOVED_OFTEN: &str =
    "Lịch hẹn này đã đổi ba lần. Muốn đổi nữa, xin gọi cơ quan hoặc hỏi cán bộ tại quầy";
/// Moves.
pub(crate) const MOVE: &str = "Đổi sang giờ khác";
/// Does it.
pub(crate) const MOVE_SEND: &str = "Đổi giờ hẹn";
/// A new one.
pub(crate) const NEW: &str = "Đặt lịch hẹn mới";
