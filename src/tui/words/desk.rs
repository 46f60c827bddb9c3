//! What the status line says of what is no event of the office: sign-in, board, host, messages.

use super::footer::whose;
use super::{Scene, date_short, number, sentence};
use crate::app::post::letters::Letter;
use crate::domain::rules::{CounterDef, CounterIx, Rules};
use crate::domain::ticket::{Number, State};
use crate::domain::time::Day;
use crate::tui::action::Action;
use crate::tui::keymap::Keymap;
use crate::tui::view::View;

words! {
    CHECKING = "Đang kiểm tra mã PIN…";
    SIGNED_IN = "Đã đăng nhập";
    SIGNED_OUT = "Đã đăng xuất, màn hình đã khoá";
    // Who acts then is nobody's name, but everything works.
    SIGNED_OUT_OPEN = "Đã đăng xuất; màn hình không khoá, việc làm tiếp không ghi tên ai";
    BOARD_TRIED = "Đã gửi lệnh thử tới bảng LED";
    BOARD_TRIED_IN_VAIN = "Bảng LED đang không nhận nên chưa thử được; cách chữa ở dòng thứ hai của màn hình";
    DROPPED = "Không gửi tin này nữa; muốn gửi thì chọn lại tin và gửi lại";
    SENT_AGAIN = "Tin chờ gửi lại";
    HELD = "Đã dừng gửi mọi tin nhắn; tin đến vẫn nhận, tin đi nằm chờ";
    SENDING = "Gửi tiếp các tin đang chờ";
    TAKEN = "Đã ghi là đang xem xét; người gửi thấy khi mở mã";
    ANSWERED = "Đã trả lời; người gửi đọc được khi mở mã";
    COMMENT_CHANGED = "Góp ý này vừa đổi tình trạng: xem lại rồi làm";
    // Somebody else was faster.
    CHANGED = "Tin này vừa đổi tình trạng: xem lại rồi làm";
    NOT_REOPENED = "Tin này vừa đổi tình trạng, hoặc tin trả lời đã đi nên không rút lại được";
    HEARD_AGAIN = "Bàn phím bị kẹt vì một mã lạ (thường từ máy quét): màn hình vừa tự mở lại, việc gõ dở đã mất";
    NO_TERMINAL = "màn hình cần một cửa sổ dòng lệnh (terminal); dùng `motcua queue` để xem danh sách";
}

/// A message was looked at, or a call made: whose; who was told of another time says on the telephone whether it suits.
pub(crate) fn settled(scene: &Scene<'_>, letter: &Letter) -> String {
    let view = scene.view;
    let ticket = letter.ticket.and_then(|id| view.office.ticket(id));
    let is_asked = letter.told().is_some() && ticket.is_some_and(|t| t.state == State::Proposed);
    let answer = match is_asked {
        true => format!(
            " · người dân trả lời: ghi ở màn hình Yêu cầu ({})",
            scene.key(Action::RequestsPage)
        ),
        false => String::new(),
    };
    let of = letter.came().map_or("", |_| " tin của");
    let what = seen_or_called(letter);
    format!("Đã ghi là {what}{of} {}{answer}", whose(view, letter))
}

/// What a message or a call is noted as.
pub(crate) fn seen_or_called(letter: &Letter) -> &'static str {
    letter.came().map_or("đã gọi", |_| "đã xem")
}

/// What an answer in own words is called where it can be taken back.
pub(crate) const ANSWER: &str = "trả lời tin";

/// A message was answered in own words, which go out from now on.
pub(crate) fn replied(view: &View<'_>, letter: &Letter) -> String {
    format!("Đã trả lời {} · chờ gửi", whose(view, letter))
}

/// That was a slip.
pub(crate) fn reopened(view: &View<'_>, letter: &Letter, is_withdrawn: bool) -> String {
    let whose = whose(view, letter);
    let reply = if is_withdrawn {
        "; tin trả lời không gửi nữa"
    } else {
        ""
    };
    match letter.came() {
        Some(_) => format!("Đã hoàn tác: tin của {whose} lại cần xem{reply}"),
        None => format!("Đã hoàn tác: lại cần gọi {whose}"),
    }
}

/// The host could not be started.
pub(crate) fn no_host(error: &str) -> String {
    format!("Không bật được máy chủ: {error}; bảng LED và việc tính giờ hẹn chưa chạy")
}

/// What one place had sent to the head is answered.
pub(crate) const COMMENTS_SWEPT: &str =
    "Đã trả lời chung, coi là gửi hàng loạt; trả lời riêng một góp ý thì chọn lại, Enter";
/// Where a comment came from is known no more.
pub(crate) const COMMENT_SOURCE_FORGOTTEN: &str =
    "Không còn biết góp ý này gửi từ đâu: nơi gửi chỉ giữ 48 giờ, và chỉ của góp ý chưa trả lời";

/// Behind what changed somebody's hour, where nobody writes to that one: who is told already needs no call.
pub(crate) fn told_here(keys: &Keymap) -> String {
    let (told, page) = (
        keys.key_of(Action::Confirm),
        keys.key_of(Action::MessagesPage),
    );
    format!(" · {told}: đã báo, khỏi gọi (để sau: {page} Tin nhắn)")
}

/// The same where several must be called, or the key means another one.
pub(crate) fn to_tell(keys: &Keymap, calls: usize) -> String {
    let page = keys.key_of(Action::MessagesPage);
    format!(" · phải gọi báo {calls} người: màn hình Tin nhắn ({page})")
}

/// Somebody was called to a counter at which no screen is open, or was left there on an earlier day.
pub(crate) fn unmanned(rules: &Rules, counter: CounterIx, called: Number, today: Day) -> String {
    let CounterDef { name, id, .. } = rules.counter(counter);
    // Other fields may have the same number.
    let n = format!("{} {}", number(called), rules.field(called.field).name);
    let stands = match called.day == today {
        true => format!("đang gọi {n} mà không màn hình nào mở ở đó: mời người đó sang đây, hoặc"),
        false => format!(
            "còn {n} từ {} chưa xong, người đang chờ chưa được gọi vì không màn hình nào mở ở đó:",
            date_short(called.day)
        ),
    };
    format!("{name} {stands} nhờ người cài máy mở màn hình quầy đó (`motcua --counter {id}`)")
}

/// Behind a call to such a counter that this desk has caused.
pub(crate) fn nobody_there(counter: &str) -> String {
    format!("chưa ai mở màn hình ở {counter}: mời người đó sang đây")
}

/// Another screen is open at this counter; `free` is one at which none is.
pub(crate) fn beside(counter: &str, free: Option<&CounterDef>) -> String {
    let free = free.map_or(String::new(), |free| {
        format!(
            "; máy này ngồi ở {} thì thoát và mở lại bằng `motcua --counter {}`",
            free.name, free.id
        )
    });
    format!("{counter} đang mở ở một màn hình khác nữa: hai màn hình cùng làm một quầy{free}")
}

/// A word stands in the catalogue now.
pub(crate) fn learned(word: &str, procedure: &str) -> String {
    format!("Từ nay «{word}» được hiểu là {procedure}")
}

/// A word could not be put into the catalogue.
pub(crate) fn not_learned(why: &str) -> String {
    sentence(why)
}

/// The booking page takes nothing.
pub(crate) const FORM_SHUT: &str = "Đã tạm đóng trang đặt hẹn";

/// It does again.
pub(crate) const FORM_OPEN: &str = "Đã mở lại trang đặt hẹn";

/// A display may say now that it is the one.
pub(crate) const PAIRED: &str =
    "Đã nhận số: màn hình đó tự chuyển sang màn hình gọi số và hiện mã hôm nay trong vài giây";

/// No display shows the code of the day.
pub(crate) const DISPLAYS_FORGOTTEN: &str = "Đã bỏ ghép mọi màn hình";

/// Where a booking came from is known for two days.
pub(crate) const SOURCE_FORGOTTEN: &str =
    "Không còn biết lịch này gửi từ đâu (chỉ giữ 48 giờ); huỷ từng dòng bằng phím Huỷ số";
