//! The rule behind a row, in one full sentence.

use super::{Scene, kind, state};
use crate::domain::queue_view::Standing;
use crate::domain::rules::Early;
use crate::domain::ticket::{Channel, State, Ticket};
use crate::tui::action::Action;

/// Why a ticket stands where it stands, and that nobody can be told of its other hour.
pub(crate) fn why(scene: &Scene<'_>, t: &Ticket) -> String {
    let is_moved = t.origin.is_some() && t.time().is_some() && t.state.is_ahead();
    match is_moved && t.person.phone.is_none() {
        true => format!(
            "{}; giờ đã đổi mà không có số điện thoại để báo",
            rule(scene, t)
        ),
        false => rule(scene, t),
    }
}

/// The rule behind it: `hẹn 08:40 đã đến giờ, có mặt từ 08:31; chỉ chờ người đang được phục vụ`.
fn rule(scene: &Scene<'_>, t: &Ticket) -> String {
    let view = scene.view;
    let who = match t.time() {
        Some(time) if time.day() != view.today() => format!("hẹn {}", scene.at(time)),
        Some(time) => format!("hẹn {}", time.time()),
        None => kind(t).to_owned(),
    };
    let since = match t.arrived {
        Some(arrived) if t.present => format!(", có mặt từ {}", arrived.time()),
        _ => String::new(),
    };
    if !t.state.has_turn_ahead() && !matches!(t.state, State::Expired | State::Asked) {
        return state_sentence(scene, t, &who);
    }
    let again = match (t.called_new, t.state) {
        (true, State::Waiting) => " (đã gọi một lần, nay về chỗ cũ)",
        (true, State::Booked) => "; máy đã gọi thử một lần",
        _ => "",
    };
    let booked = before_all(view.office.rules().early);
    match view.office.standing(t, view.minute()) {
        Standing::Due => format!("{who} đã đến giờ{since}; {}", turn(scene, t).0),
        Standing::DueUncalled => {
            format!("{who} đã đến giờ, chưa có mặt; quầy nào xong thì gọi trước")
        }
        Standing::Awaited { until } => format!(
            "{who} đã gọi đúng giờ mà chưa có mặt; giữ chỗ đến hết {}, đến trước lúc đó thì được tiếp {}",
            until.time(),
            turn(scene, t).1
        ),
        Standing::EarlyFirst => format!(
            "{who}{since}; người có hẹn của buổi này có mặt sớm được tiếp trước người đến trực tiếp, theo giờ hẹn"
        ),
        Standing::CalledOnce => format!(
            "{who}, chưa có mặt; có người đang chờ nên lúc có quầy trống máy gọi thử trước giờ hẹn một lần, có mặt thì được tiếp trước người đến trực tiếp"
        ),
        Standing::SoonDue => {
            format!("{who}{since}; sắp đến giờ nên được tiếp trước người đến trực tiếp")
        }
        Standing::Priority => format!(
            "ưu tiên (người cao tuổi, khuyết tật, mang thai, có con nhỏ){since}; sau {booked}, trước người đến trực tiếp khác, theo số{again}"
        ),
        Standing::ByNumber => {
            format!("{who}{since}; theo thứ tự số, sau {booked} và người ưu tiên{again}")
        }
        Standing::KeptWait => format!(
            "{who}{since}; từ lĩnh vực khác chuyển sang nên giữ giờ chờ: xếp theo lúc có mặt, trước người đến sau dù số lớn hơn; sau {booked} và người ưu tiên{again}"
        ),
        Standing::ResultBetween { others } => format!(
            "{who}{since}, đến nhận kết quả; cứ sau {others} lượt khác thì được gọi xen, sau {booked} và người ưu tiên{again}"
        ),
        Standing::EarlyRest { first_from } => format!(
            "{who}{since}; đến sớm: từ {} được tiếp trước người đến trực tiếp, trước đó chỉ khi không còn ai khác chờ",
            first_from.time()
        ),
        Standing::LaterSession => {
            format!("{who}{since}; hẹn của buổi sau, đến buổi đó mới được gọi")
        }
        Standing::NotYetDue => format!("{who}, chưa có mặt{again}; đến giờ hẹn thì được gọi"),
        Standing::Left => {
            format!(
                "{who}, đã về mà còn giữ chỗ: đến lượt vẫn được gọi một lần, không có mặt mới ghi vắng; quay lại thì {} để về chỗ cũ",
                scene.key(Action::Requeue)
            )
        }
        Standing::Held => {
            format!("{who}, được giữ lại tại quầy; tiếp tục lúc nào cũng được")
        }
        Standing::Missed => {
            let back = match view.office.day_is_over(t.number.day) {
                true => "hết giờ của ngày đó nên không vào lại hàng được nữa",
                false => "đến rồi thì về chỗ cũ trong hàng",
            };
            format!("{who}, vắng khi gọi{}; {back}", ended(t))
        }
        waits @ (Standing::Requested { .. }
        | Standing::Asked { .. }
        | Standing::Proposed { .. }) => unanswered(scene, t, &who, waits),
        Standing::Unserved { again } => {
            let again = again.map_or(String::new(), |time| {
                format!("; đã hẹn lại {}", scene.at(time))
            });
            format!("{}{again}", state_sentence(scene, t, &who))
        }
        Standing::Expired => format!(
            "{who}, gọi đúng giờ mà không đến, hết hiệu lực{}; mời lấy số mới, hoặc gọi thẳng số này",
            ended(t)
        ),
    }
}

/// When the turn of somebody comes who goes before all others: for who is here, and who may still come. A counter that pauses
/// takes nobody after the one in service.
fn turn(scene: &Scene<'_>, t: &Ticket) -> (&'static str, &'static str) {
    let office = scene.view.office;
    let counters = office.rules().field(t.number.field).counters.iter();
    let mut open = counters.map(|ix| office.counter(*ix)).filter(|c| c.open);
    match (open.clone().next(), open.all(|c| c.ticket.is_some())) {
        (None, _) => (
            "mọi quầy đang tạm nghỉ, chờ quầy mở lại",
            "ngay khi quầy mở lại",
        ),
        (_, true) => (
            "chỉ chờ người đang được phục vụ",
            "ngay sau người đang được phục vụ",
        ),
        (_, false) => ("quầy gọi tiếp là đến lượt", "ngay ở lượt gọi tiếp"),
    }
}

/// The same of a request, or of a proposal.
fn unanswered(scene: &Scene<'_>, t: &Ticket, who: &str, standing: Standing) -> String {
    let view = scene.view;
    match standing {
        Standing::Requested { due } => {
            let must = match due <= view.minute() {
                true => "lẽ ra cơ quan đã phải trả lời trước",
                false => "cơ quan cần trả lời trước",
            };
            format!(
                "yêu cầu {who}, chưa phải lịch hẹn: {must} {}; giờ này đang được giữ, đến giờ mà chưa trả lời thì hết hạn",
                scene.at(due).trim_start_matches("lúc ")
            )
        }
        Standing::Asked { due } => format!(
            "yêu cầu {who} gửi {}; xác nhận thì mới lấy chỗ trống gần giờ đó nhất; không trả lời thì hết hạn {}",
            match t.person.channel {
                Channel::Sms => "bằng tin nhắn lúc quá đông: CHƯA giữ chỗ (đã nhắn lại như vậy)",
                _ =>
                    "từ trang khi không có mã hôm nay hoặc khi trang quá đông: CHƯA giữ chỗ, chưa nhắn tin",
            },
            scene.at(due)
        ),
        Standing::Proposed { until } => format!(
            "đã đề nghị {who}, người dân cần trả lời trước {}; giờ này đang được giữ",
            scene.at(until).trim_start_matches("lúc ")
        ),
        _ => String::new(),
    }
}

/// Which bookings go before who walked in.
fn before_all(early: Early) -> &'static str {
    match early {
        Early::First => "người có hẹn đã đến giờ hoặc đã có mặt",
        Early::Within(_) => "người có hẹn đã đến giờ",
    }
}

fn ended(t: &Ticket) -> String {
    t.ended
        .map_or(String::new(), |m| format!(" lúc {}", m.time()))
}

fn state_sentence(scene: &Scene<'_>, t: &Ticket, who: &str) -> String {
    let place = match t.counter {
        Some(ix) if t.state == State::Serving => format!(" ở {}", scene.view.desk(ix).name),
        _ => String::new(),
    };
    let begun = match t.started {
        Some(started) if t.state == State::Serving => format!(" từ {}", started.time()),
        _ => ended(t),
    };
    format!("{who}, {}{place}{begun}", state(t.state))
}
