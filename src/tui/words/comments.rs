//! Comments and complaints: their page, and the form of an answer.

use crate::domain::comment::{Comment, Kind, State};
use crate::domain::time::Day;
use crate::tui::view::{View, drawn};

use super::date_short;

/// In the bar of pages.
pub(crate) const PAGE: &str = "Góp ý";
/// Nothing has come.
pub(crate) const NOTHING: &str = "Chưa có góp ý, phản ánh nào từ trang của cơ quan";
/// They are for the head.
pub(crate) const NOT_YOURS: &str =
    "Góp ý, phản ánh chỉ lãnh đạo xem và trả lời; xin đăng nhập là lãnh đạo";
/// None is chosen.
pub(crate) const NONE_CHOSEN: &str = "Chưa chọn góp ý nào";
/// Somebody is at it already.
pub(crate) const TAKEN: &str = "Góp ý này đã có người xem xét hoặc đã trả lời";
/// Over the columns.
pub(crate) const TITLES: [&str; 5] = ["", "Gửi lúc", "Loại", "Tình trạng", "Về việc"];

/// Over the list.
pub(crate) fn title(open: usize) -> String {
    match open {
        0 => "Góp ý, phản ánh".to_owned(),
        n => format!("Góp ý, phản ánh · {n} chờ trả lời"),
    }
}

/// What it is.
pub(crate) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Comment => "góp ý",
        Kind::Complaint => "phản ánh",
    }
}

/// How far it is.
pub(crate) const fn state(state: State) -> &'static str {
    match state {
        State::Received => "chưa xem",
        State::InHand => "đang xem xét",
        State::Answered => "đã trả lời",
    }
}

/// `23/11 08:20`.
pub(crate) fn moment(c: &Comment) -> String {
    format!("{} {}", date_short(c.made.day()), c.made.time())
}

/// Over what one says.
pub(crate) fn heading(c: &Comment) -> String {
    format!("{} · {}", c.code, drawn(&c.subject))
}

/// Under the text: whom to call, and who did what.
pub(crate) fn more(view: &View<'_>, c: &Comment) -> Vec<String> {
    let phone = c.phone.as_ref();
    let phone = phone.map(|phone| {
        let phone = phone.spaced();
        format!("Muốn được gọi lại: {phone} (số người gửi tự ghi, chưa xác minh)")
    });
    let actor = c.actor.as_ref().map(|id| view.who_acted(id));
    let by = actor.map_or(String::new(), |name| format!(" · {name}"));
    let answer = c.answer.as_ref().zip(c.answered);
    let answer = answer.map(|(text, at)| {
        let (day, time) = (date_short(at.day()), at.time());
        format!("Trả lời {day} {time}{by}: {}", drawn(text))
    });
    let taken = c.taken.filter(|_| c.state == State::InHand).map(|at| {
        let (day, time) = (date_short(at.day()), at.time());
        format!("Đang xem xét từ {day} {time}{by}")
    });
    [phone, taken, answer].into_iter().flatten().collect()
}

/// The form of an answer.
pub(crate) fn form(c: &Comment) -> String {
    format!("Trả lời: {}", drawn(&c.subject))
}
/// Its button.
pub(crate) const SEE: &str = "xem lại";
/// The button of the second look.
pub(crate) const SEND: &str = "chọn";
/// It goes to the page.
pub(crate) const PUBLISH: &str = "Đăng lên trang của cơ quan";
/// It does not yet.
pub(crate) const AGAIN: &str = "Sửa lại";
/// Its row.
pub(crate) const ANSWER: &str = "Trả lời";
/// What happens with it.
pub(crate) const ANSWER_HINT: &str = "Người gửi đọc nguyên văn trên trang của cơ quan";
/// Nothing was typed.
pub(crate) const NO_ANSWER: &str = "Ghi câu trả lời";

/// Until when one is kept that nobody answers.
pub(crate) fn lapses(last: Day, is_near: bool) -> String {
    let day = date_short(last);
    match is_near {
        true => format!("Sắp hết hạn lưu: không trả lời thì tự xoá sau {day}"),
        false => format!("Chưa trả lời; tự xoá sau {day}"),
    }
}
/// In the list.
pub(crate) const NEARLY_LAPSED: &str = "sắp hết hạn lưu";

/// Whether all of one place is answered as sent in bulk.
pub(crate) const SWEEP: &str = "Trả lời chung mọi góp ý từ cùng một nơi gửi?";
/// Not so.
pub(crate) const NO_SWEEP: &str = "Không, để đọc từng góp ý";
/// So many.
pub(crate) fn really_sweep(n: usize) -> String {
    format!("Trả lời chung cả {n} góp ý, coi là gửi hàng loạt")
}
/// What they are about, and what happens.
pub(crate) fn swept(view: &View<'_>, codes: &[String]) -> String {
    const MOST: usize = 5;
    let known = |code: &String| view.comments.iter().find(|c| c.code == *code);
    let found = codes.iter().filter_map(known);
    let subjects: Vec<_> = found.take(MOST).map(|c| drawn(&c.subject)).collect();
    let more = match codes.len().saturating_sub(subjects.len()) {
        0 => String::new(),
        more => format!(" và {more} góp ý nữa"),
    };
    format!(
        "{}{more}. Nhiều người dùng chung một mạng cũng là cùng một nơi gửi: đọc trước khi trả lời chung. Không xoá gì; người gửi đọc được câu trả lời, và từng góp ý vẫn trả lời riêng lại được.",
        subjects.join("; ")
    )
}
/// What their senders read.
pub(crate) const SWEPT: &str = "Có nhiều góp ý gửi cùng lúc từ một nơi nên cơ quan chưa xem riêng góp ý này. Nếu cần xem riêng, xin ông/bà gửi lại, gọi cơ quan hoặc nói với cán bộ tại quầy.";
