//! Refusals: what is the matter, and what can be done instead.

use super::{Scene, state};
use crate::domain::event::{Event, Reason};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::{Number, State};
use crate::domain::time::Half;
use crate::domain::words::{date, dossier};
use crate::tui::action::Action;
use crate::tui::view::View;

/// A refused event in one sentence with the way out.
pub(crate) fn refusal(scene: &Scene<'_>, event: &Event, reason: Reason) -> String {
    let key = |action| scene.key(action);
    let rules = scene.view.office.rules();
    match reason {
        Reason::Closed => closed(scene, event),
        Reason::CounterClosed => counter_closed(scene, event),
        Reason::AlreadyWaiting => format!(
            "Số điện thoại này đang chờ hoặc đã có hẹn ở lĩnh vực này rồi; tìm bằng {}, hoặc bỏ số điện thoại nếu là người khác",
            key(Action::Search)
        ),
        Reason::TooMany(open) => format!(
            "Số điện thoại này đã có {open} lịch hẹn, yêu cầu chưa xong; huỷ bớt (tìm bằng {}), hoặc bỏ số điện thoại nếu là người khác",
            key(Action::Search)
        ),
        Reason::Blocked => format!(
            "Số điện thoại bị khoá đặt hẹn vì đã lỡ hẹn nhiều lần{}; vẫn lấy số trực tiếp được ({})",
            until(scene, event),
            key(Action::WalkIn)
        ),
        Reason::Full => format!(
            "{} ngày tới không còn giờ trống; mời đến lấy số trực tiếp",
            rules.horizon_days
        ),
        Reason::FullThen(Some(time)) => format!(
            "Lúc đó đã hết chỗ; trống gần nhất {}: chọn lại rồi Enter",
            scene.at(time)
        ),
        Reason::FullThen(None) => {
            "Lúc đó đã hết chỗ, và các ngày sau trong hạn đặt hẹn cũng không còn giờ; mời lấy số trực tiếp"
                .to_owned()
        }
        Reason::Past => "Lúc đó đã qua; chọn buổi hoặc ngày khác".to_owned(),
        Reason::TooFar => format!("Chỉ đặt trước được {} ngày; chọn ngày gần hơn", rules.horizon_days),
        Reason::NotAWorkday => "Ngày đó cơ quan nghỉ; chọn ngày làm việc".to_owned(),
        Reason::UnknownNumber => format!(
            "Không có số đó; tìm theo tên hoặc số điện thoại bằng {}",
            key(Action::Search)
        ),
        Reason::ExpiredTakeANumber => format!(
            "Hẹn này đã hết hiệu lực vì quá giờ; {} để cấp số mới, hoặc {} để gọi thẳng",
            key(Action::WalkIn),
            key(Action::CallNumber)
        ),
        Reason::NotActive(state) => {
            let number = event.number().map(|(r, _)| format!("Số {:03} ", r.n));
            let at = event.number().and_then(|(named, day)| {
                let day = day.unwrap_or(scene.view.today());
                let (field, n) = (named.field, named.n);
                scene.view.office.by_number(Number { day, field, n })?.counter
            });
            number.unwrap_or_default() + &not_active(scene, state, at)
        }
        Reason::AlreadyCalled => format!(
            "Đã gọi số này đúng giờ hẹn nên không huỷ được nữa; nếu không đến, hết {} phút chờ thì lịch hẹn tự hết hiệu lực",
            rules.grace
        ),
        Reason::CounterIdle => format!(
            "Quầy đang trống; gọi một số bằng {}",
            key(Action::CallNumber)
        ),
        Reason::CounterBusy => format!(
            "Quầy đang có người; {} nếu đã xong, hoặc {} để giữ lại",
            key(Action::DoneNext),
            key(Action::Hold)
        ),
        Reason::SameField => "Người này đang ở chính lĩnh vực đó; chọn lĩnh vực khác".to_owned(),
        Reason::NothingToUndo => "Hôm nay quầy này không còn việc gì để hoàn tác".to_owned(),
        Reason::NothingToRedo => "Không còn việc nào vừa hoàn tác để làm lại".to_owned(),
        Reason::ChangedSince if matches!(event, Event::Redo { .. }) => {
            "Không làm lại được vì sau đó đã có thay đổi khác; sửa trực tiếp ở dòng của số đó".to_owned()
        }
        Reason::SlotTaken if matches!(event, Event::Redo { .. }) => {
            "Không làm lại được vì giờ hẹn đó đã có người khác; chọn giờ khác".to_owned()
        }
        Reason::ChangedSince => {
            "Không hoàn tác được vì sau đó đã có thay đổi khác; sửa trực tiếp ở dòng của số đó".to_owned()
        }
        Reason::SlotTaken => {
            "Không hoàn tác được vì giờ hẹn cũ đã có người khác; đổi sang giờ khác".to_owned()
        }
        Reason::NobodyWaiting => "Không có ai chờ để gọi".to_owned(),
        Reason::UnknownDossier => "Không có hồ sơ đó, hoặc đã xong từ hôm trước".to_owned(),
        Reason::NotInStage(stage) => {
            format!("Hồ sơ {} nên không làm việc này được", dossier(stage).desk)
        }
        Reason::NeedsDueDate => {
            "Thủ tục này chưa ghi thời hạn (limit_days): ghi ngày hẹn trả kết quả".to_owned()
        }
        Reason::CodeTaken => "Mã hồ sơ của tỉnh này đã thuộc hồ sơ khác; xem lại mã".to_owned(),
    }
}

/// A booking that an official typed is asked about anew where there is one; a message is settled by the one that there is.
pub(super) fn repeats(event: &Event) -> bool {
    matches!(event, Event::Book { person, .. } if person.channel.is_of_desk())
}

/// No booking was made: the same phone has one, or a request, `which` still stands.
pub(super) fn already(scene: &Scene<'_>, event: &Event, now: State, which: &str) -> String {
    let (what, but) = match now {
        State::Requested => ("yêu cầu hẹn", ", chưa xác nhận"),
        State::Proposed => ("đề nghị hẹn", ", chờ người dân trả lời"),
        _ => ("hẹn", ""),
    };
    let has = format!("số điện thoại này đã có {what} {which}{but}");
    if !repeats(event) {
        return format!("không đặt thêm: {has}");
    }
    let key = scene.key(Action::Move);
    format!(
        "chưa đặt: {has}; đổi giờ đó thì Esc rồi {key}, việc khác thì chọn thủ tục và ngày khác, người khác thì ghi đúng họ tên"
    )
}

/// Outside the hours.
fn closed(scene: &Scene<'_>, event: &Event) -> String {
    let key = |action| scene.key(action);
    match event {
        Event::Walkin { field, .. } => outside_hours(scene, &[*field]),
        Event::Requeue { .. } | Event::Resume { .. } => {
            "Hôm nay đã hết giờ nên không vào lại hàng được; mời lấy số ngày khác".to_owned()
        }
        _ => format!(
            "Hôm nay đã hết giờ nên không làm việc này được nữa; bấm {} để ghi xong cho người đang phục vụ",
            key(Action::DoneNext)
        ),
    }
}

/// Those who would do it are away.
fn counter_closed(scene: &Scene<'_>, event: &Event) -> String {
    let key = |action| scene.key(action);
    match event {
        Event::Walkin { field, .. } => {
            all_paused(scene, &format!(" của {}", scene.view.field_name(*field)))
        }
        Event::Book { .. } | Event::Propose { .. } | Event::Move { .. } => {
            "Buổi đó lĩnh vực này nghỉ; chọn buổi khác".to_owned()
        }
        _ => format!("Quầy đang tạm nghỉ; {} để mở lại", key(Action::Pause)),
    }
}

/// Behind a number that is past what was asked of it; who is served is so at a counter.
pub(crate) fn not_active(scene: &Scene<'_>, now: State, at: Option<CounterIx>) -> String {
    let key = |action| scene.key(action);
    if let Some(served) = served_elsewhere(scene, now, at) {
        return served;
    }
    let way_out = match now {
        State::Missed if !scene.view.office.day_is_over(scene.view.today()) => {
            format!("{} để vào lại hàng", key(Action::Requeue))
        }
        State::Held => format!("{} để tiếp tục", key(Action::Resume)),
        State::Serving => format!("{} khi xong", key(Action::DoneNext)),
        State::Waiting | State::Booked => format!("{} để gọi", key(Action::CallNumber)),
        State::Requested | State::Asked => {
            format!("{} ở màn hình Yêu cầu để xác nhận", key(Action::Confirm))
        }
        State::Proposed => format!(
            "người dân đã đồng ý thì bấm {} ở màn hình Yêu cầu",
            key(Action::Confirm)
        ),
        State::Expired => format!(
            "{} để cấp số mới, hoặc {} để gọi thẳng số này",
            key(Action::WalkIn),
            key(Action::CallNumber)
        ),
        State::Declined | State::Lapsed => format!("{} để đặt hẹn mới", key(Action::Booking)),
        State::Moved | State::Transferred => format!("tìm số mới bằng {}", key(Action::Search)),
        _ => format!("{} để cấp số mới", key(Action::WalkIn)),
    };
    format!("{}; {way_out}", state(now))
}

/// At which other counter somebody is served: there the visit is finished.
pub(super) fn served_elsewhere(
    scene: &Scene<'_>,
    now: State,
    at: Option<CounterIx>,
) -> Option<String> {
    let at = at.filter(|at| now == State::Serving && *at != scene.desk)?;
    Some(format!("{} ở {}", state(now), scene.view.desk(at).name))
}

/// Numbers of these fields are given at other hours, or on another day; until when the office is closed, where it is.
pub(super) fn outside_hours(scene: &Scene<'_>, fields: &[FieldIx]) -> String {
    let key = scene.key(Action::Booking);
    let (office, now) = (scene.view.office, scene.view.minute());
    let (rules, today) = (office.rules(), now.day());
    if !rules.is_workday(today) {
        let from = rules.workday_after(today, 1).at(rules.am.start);
        let from = scene.moment(from);
        return format!(
            "Hôm nay cơ quan nghỉ nên không cấp số, làm việc lại từ {from}; {key} để đặt hẹn ngày khác"
        );
    }
    let half = rules.half_of(now.time());
    let session = rules.session(half);
    // Of a half-day that is closed the hours are none.
    let is_open = |half: &Half| {
        let mut fields = fields.iter();
        fields.any(|f| office.open_halves(*f, today).any(|open| open == *half))
    };
    let open: Vec<Half> = Half::BOTH.into_iter().filter(is_open).collect();
    let is_shut = (session.start..session.end).contains(&now.time());
    if !is_shut && !open.is_empty() {
        let hours = hours(scene.view, open);
        return format!("Ngoài giờ cấp số ({hours}); đặt hẹn bằng {key}");
    }
    let again = fields.iter().filter_map(|f| office.numbers_from(*f, now));
    let again = match again.min() {
        Some(from) => format!(", cấp lại từ {}", scene.moment(from)),
        None => String::new(),
    };
    let half = super::half(half);
    format!("Buổi {half} nay đã đóng nên không cấp số{again}; {key} để đặt hẹn buổi khác")
}

/// All counters pause, or those `of` a field.
pub(super) fn all_paused(scene: &Scene<'_>, of: &str) -> String {
    format!(
        "Mọi quầy{of} đang tạm nghỉ nên không cấp số; mở quầy bằng {} hoặc đặt hẹn bằng {}",
        scene.key(Action::Pause),
        scene.key(Action::Booking)
    )
}

/// When numbers are given.
pub(crate) fn hours(view: &View<'_>, halves: impl IntoIterator<Item = Half>) -> String {
    let rules = view.office.rules();
    let of = |half| {
        let s = rules.session(half);
        format!("{}–{}", s.start, s.end)
    };
    halves.into_iter().map(of).collect::<Vec<_>>().join(", ")
}

fn until(scene: &Scene<'_>, event: &Event) -> String {
    let Event::Book { person, .. } = event else {
        return String::new();
    };
    let phone = person
        .phone
        .as_ref()
        .and_then(|p| scene.view.office.phone(p));
    let until = phone.and_then(|record| record.until);
    until.map_or(String::new(), |day| {
        format!(", đặt lại được từ {}", date(day))
    })
}
