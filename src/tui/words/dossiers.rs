//! Dossiers: how they stand, what was done to them, what the official is to say.

use super::{Scene, date, date_short};
use crate::domain::dossier::{Dossier, Form, Stage, Standing, Step};
use crate::domain::event::{EventKind, Output};
use crate::domain::text::Phone;
use crate::domain::words;
use crate::tui::action::Action;
use crate::tui::view::{View, drawn};

/// The page in the footer.
pub(crate) const PAGE: &str = "Hồ sơ";
/// Instead of the list.
pub(crate) const NOTHING: &str = "Không có hồ sơ nào đang giải quyết.";
/// Nothing is chosen.
pub(crate) const NONE_CHOSEN: &str = "Chưa chọn hồ sơ nào; dùng mũi tên để chọn một dòng";
/// Only on that page.
pub(crate) const ONLY_THERE: &str = "Chỉ dùng ở màn hình Hồ sơ";
/// Over the columns.
pub(crate) const TITLES: [&str; 7] = [
    "",
    "Hạn",
    "Mã",
    "Tình trạng",
    "Họ tên",
    "Thủ tục",
    "Nhận ngày",
];

// Forms: labels, hints, what Enter does, what is missing.
words! {
    RECEIVE = "Nhận hồ sơ";
    RECEIVE_VERB = "nhận hồ sơ";
    DUE = "Hẹn trả";
    DUE_HINT = "để trống: theo thời hạn của thủ tục; hoặc ngày/tháng";
    MESSAGES = "Nhắn tin";
    MESSAGES_HINT = "người nộp đồng ý nhận tin nhắn về hồ sơ";
    PROVINCE = "Mã hồ sơ của tỉnh";
    NO_HOLDER = "Chưa có họ tên người nộp: ghi để biết hồ sơ của ai";
    NO_LIMIT = "Thủ tục này chưa ghi thời hạn: ghi ngày hẹn trả (ngày/tháng)";
    NO_PROVINCE = "Mã hồ sơ của tỉnh như H15.50-260706-1377; xem lại hoặc để trống";
    MISSING = "Thiếu gì";
    UNTIL = "Trước ngày";
    UNTIL_HINT = "không bắt buộc; ngày/tháng";
    VISIT = "Hẹn giờ nộp";
    NO_VISIT = "không hẹn: đến lấy số";
    NOTHING_MISSING = "Ghi giấy tờ còn thiếu: người dân đọc được";
    TAKER = "Người nhận";
    TAKER_HINT = "để trống: chính chủ; người khác: tên và giấy uỷ quyền";
    BASIS = "Căn cứ";
    NO_BASIS = "Ghi căn cứ pháp luật: người dân cần biết theo quy định nào";
    NEW_DUE = "Hẹn lại ngày";
    NO_DAY = "Ghi ngày như 27/11 hoặc 27/11/2026";
    STOP_HINT = "ai đề nghị, lệ phí";
    SLIP = "Phiếu";
    ADVISE_VERB = "ghi";
}

/// What can be said before anything is received.
pub(crate) const SLIPS: [(Form, &str); 2] = [
    (Form::Supplement, "02: cần bổ sung, hoàn thiện hồ sơ"),
    (Form::Refusal, "03: từ chối tiếp nhận"),
];

/// Receives of this person.
pub(crate) fn receive_of(who: &str) -> String {
    format!("Nhận hồ sơ của {who}")
}

/// Advises this person.
pub(crate) fn advise_of(who: &str) -> String {
    format!("Chưa nhận hồ sơ của {who}: vì sao?")
}

/// The title of an action's form, before the code, and what Enter does.
pub(crate) fn of_dossier(action: Action) -> Option<(&'static str, &'static str)> {
    Some(match action {
        Action::AskSupplement => ("Yêu cầu bổ sung hồ sơ", "yêu cầu"),
        Action::HandOver => ("Trả kết quả hồ sơ", "trả kết quả"),
        Action::Refuse => ("Từ chối giải quyết hồ sơ", "từ chối"),
        Action::Apologise => ("Xin lỗi và hẹn lại hồ sơ", "xin lỗi, hẹn lại"),
        Action::StopDossier => ("Rút, dừng giải quyết hồ sơ", "dừng"),
        Action::Correct => ("Sửa hồ sơ", "sửa"),
        _ => return None,
    })
}

/// Over the list: what there is to do.
pub(crate) fn title(view: &View<'_>) -> String {
    let lists = view.office.dossier_lists(view.today());
    let counts = [
        (lists.late, "quá hạn"),
        (lists.today, "hạn hôm nay"),
        (lists.week, "hạn trong tuần"),
        (lists.papers, "chờ bổ sung"),
        (lists.ready, "chờ nhận kết quả"),
    ];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0);
    let parts = counts.map(|(n, what)| format!("{n} {what}"));
    let mut all = vec![PAGE.to_owned()];
    all.extend(parts);
    all.join(" · ")
}

/// How pressing it is.
pub(crate) fn standing(d: &Dossier, standing: Standing) -> String {
    let day = || d.due.map_or("chưa có hạn".to_owned(), date_short);
    match standing {
        Standing::Late(days) => format!("quá {days} ngày"),
        Standing::Today => "hôm nay".to_owned(),
        Standing::Soon | Standing::Week | Standing::Later => day(),
        Standing::Papers(0) => "bổ sung".to_owned(),
        Standing::Papers(days) => format!("bổ sung {days} ngày"),
        Standing::Ready(0) => "chờ nhận".to_owned(),
        Standing::Ready(days) => format!("chờ nhận {days} ngày"),
        Standing::Over => "xong".to_owned(),
    }
}

/// Its own code, else the province's, else its identity.
pub(crate) fn code(d: &Dossier) -> String {
    let own = d.code().map(drawn);
    let province = || d.province.as_ref().map(|code| drawn(code.as_str()));
    own.or_else(province)
        .unwrap_or_else(|| format!("#{}", d.id.0))
}

/// Where in its life, with the apology beside it.
pub(crate) fn stage(d: &Dossier) -> String {
    let stage = words::dossier(d.stage).desk;
    match d.is_extended() && d.stage.is_open() {
        true => format!("{stage}, đã xin lỗi"),
        false => stage.to_owned(),
    }
}

/// Whose it is.
pub(crate) fn name(d: &Dossier) -> String {
    d.person.name.as_deref().map(drawn).unwrap_or_default()
}

/// What for; an id that the catalogue lost is shown as it is.
pub(crate) fn procedure(view: &View<'_>, d: &Dossier) -> String {
    let id = d.person.procedure.as_deref();
    id.map(|id| view.procedure_name(id)).unwrap_or_default()
}

/// When it was received.
pub(crate) fn received(d: &Dossier) -> String {
    words::date(d.received.day())
}

/// Over what is known of it.
pub(crate) fn heading(d: &Dossier) -> String {
    let province = d.province.as_ref().filter(|_| d.code().is_some());
    let province = province.map_or(String::new(), |p| format!(" / {}", drawn(p.as_str())));
    format!("Hồ sơ {}{province} · {}", code(d), stage(d))
}

/// Name and phone. A citizen across the desk sees the screen too: the whole phone only in a window of its own.
pub(crate) fn person(d: &Dossier, whole: bool) -> String {
    let shown = |p: &Phone| if whole { p.spaced() } else { p.masked() };
    let name = Some(name(d)).filter(|n| !n.is_empty());
    let name = name.unwrap_or_else(|| "Chưa ghi họ tên".to_owned());
    let phone = d.person.phone.as_ref().map(shown);
    let phone = phone.unwrap_or_else(|| "không để lại số điện thoại".to_owned());
    format!("{name} · {phone}")
}

/// What was promised.
pub(crate) fn promise(view: &View<'_>, d: &Dossier) -> String {
    let standing = view.office.dossier_standing(d, view.today());
    let Some(due) = d.due.filter(|_| d.stage.is_open()) else {
        return String::new();
    };
    let late = match standing {
        Standing::Late(days) => format!(", quá {days} ngày"),
        Standing::Papers(_) => ", tạm dừng tính trong lúc chờ bổ sung".to_owned(),
        _ => String::new(),
    };
    format!("Hẹn trả kết quả: {}{late}", date(due))
}

/// One thing that was done, when, and what was written with it.
pub(crate) fn step(step: &Step) -> String {
    let at = step.at.day().to_chrono().format("%d/%m");
    let what = match step.what {
        EventKind::Receive => "tiếp nhận",
        EventKind::Process => "bắt đầu xử lý",
        EventKind::Configured => "dời ngày hẹn vì trùng ngày nghỉ",
        other => super::action(other),
    };
    let mut line = format!("{at} {}: {what}", step.at.time());
    if let Some(day) = step.date {
        line += &match step.what {
            EventKind::AskSupplement => format!(", trước {}", date_short(day)),
            _ => format!(", hẹn trả {}", date_short(day)),
        };
    }
    if let Some(words) = &step.words {
        line += &format!(" · {}", drawn(words));
    }
    line
}

/// What the office did to a dossier at the official's wish.
pub(crate) fn answered(scene: &Scene<'_>, output: &Output) -> Option<String> {
    let (id, what) = match output {
        Output::Dossier { dossier, what } => (*dossier, *what),
        Output::Advised { form, .. } => {
            return Some(match form {
                Form::Supplement => "đã hướng dẫn bổ sung giấy tờ, chưa tiếp nhận".to_owned(),
                Form::Refusal => "đã từ chối tiếp nhận".to_owned(),
            });
        }
        _ => return None,
    };
    let d = scene.view.office.dossiers().get(id)?;
    let due = d
        .due
        .map_or(String::new(), |due| format!(" · hẹn trả {}", date(due)));
    let whose = match name(d) {
        name if name.is_empty() => String::new(),
        name => format!(" của {name}"),
    };
    let code = code(d);
    Some(match what {
        EventKind::Receive => format!("nhận hồ sơ {code}{whose}{due} · đọc mã cho người dân"),
        EventKind::Supplement | EventKind::Apologise => {
            format!("{} {code}{whose}{due}", super::action(what))
        }
        EventKind::HandOver
            if d.times(EventKind::Complete) == 0 && d.stage == Stage::HandedOver =>
        {
            format!("hoàn tất và trả kết quả {code}{whose}")
        }
        what => format!("{} {code}{whose}", super::action(what)),
    })
}
