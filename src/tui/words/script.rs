//! What to say in a call to make: spoken words, not those of a message, and of what the holder knows or must know now.

use super::dossiers::{code, procedure};
use super::messages::lacking;
use super::{Scene, date, number, state};
use crate::app::post::NoticeKind;
use crate::app::post::letters::{Letter, LetterId, NoticeState, Told};
use crate::domain::dossier::{Dossier, Stage, Step};
use crate::domain::event::EventKind;
use crate::domain::ticket::{State, Ticket};
use crate::domain::words;
use crate::tui::view::drawn;

/// What to say in a call to make; `None` for what is no call, and for what nobody knows any more.
pub(crate) fn script(scene: &Scene<'_>, letter: &Letter) -> Option<String> {
    let told = letter.told()?;
    if !matches!(told.state, NoticeState::Call | NoticeState::Called) {
        return None;
    }
    // What an official answered is said in the official's own words.
    if told.kind == Some(NoticeKind::Reply) {
        return None;
    }
    let office = scene.view.office;
    let ticket = letter.ticket.and_then(|id| office.ticket(id));
    let dossier = told.dossier.and_then(|id| office.dossiers().get(id));
    let what = match (ticket, dossier) {
        (Some(t), _) => of_ticket(scene, told, t)?,
        (None, Some(d)) => of_dossier(scene, told.kind?, d)?,
        (None, None) => of_question(scene, told)?,
    };
    Some(format!("Nói với người dân: {what}."))
}

fn of_ticket(scene: &Scene<'_>, told: &Told, t: &Ticket) -> Option<String> {
    let kind = told.kind.filter(|kind| kind.holds_of(t.state))?;
    let at = |t: &Ticket| {
        let time = t.time().map(|time| format!(" {}", scene.at(time)));
        time.unwrap_or_default()
    };
    let (time, n) = (at(t), number(t.number));
    let to = || t.time().map_or(String::new(), |time| scene.moment(time));
    let known = told
        .spoken
        .known
        .and_then(|id| scene.view.office.ticket(id));
    let before = known.map(at).unwrap_or_default();
    let what = match (kind, t.state) {
        // It still waits for somebody's word, whatever else has changed.
        (NoticeKind::Moved | NoticeKind::Proposed, State::Proposed) => {
            format!("cơ quan đề nghị hẹn{time}, số {n}, thay giờ đã xin; hỏi có đồng ý không")
        }
        (NoticeKind::Moved, State::Requested) => format!(
            "yêu cầu hẹn được chuyển sang {}, số {n}, CHƯA phải lịch hẹn, chờ cán bộ xác nhận",
            to()
        ),
        (NoticeKind::Booked | NoticeKind::Confirmed, _) => {
            format!("lịch hẹn{time} đã được nhận, số {n}")
        }
        (NoticeKind::Moved, _) => {
            format!("lịch hẹn{before} được đổi sang {}, số mới {n}", to())
        }
        (NoticeKind::Corrected, _) => {
            format!("xin lỗi, lần trước báo nhầm: vẫn hẹn{time}, số {n}")
        }
        (NoticeKind::Cancelled | NoticeKind::CancelledByCitizen, _) => {
            let n = known.map_or(n, |known| number(known.number));
            format!("lịch hẹn{before}, số {n}, đã huỷ")
        }
        (NoticeKind::Declined, _) => {
            let reason = told.spoken.reason.as_deref().map(drawn);
            let reason = reason.unwrap_or_else(|| "cơ quan giải thích khi được hỏi".to_owned());
            format!("cơ quan không nhận yêu cầu hẹn{before}; lý do: {reason}")
        }
        (NoticeKind::Lapsed, _) => format!(
            "yêu cầu hẹn{before} chưa được trả lời kịp nên đã hết hạn; xin lỗi và hỏi có muốn hẹn lại không"
        ),
        (NoticeKind::Reminder, _) => format!("nhắc lịch hẹn{time}, số {n}"),
        (NoticeKind::Near, _) => format!("sắp đến lượt số {n}"),
        // What a message has done.
        (NoticeKind::Answer, now) => {
            let what = if t.time().is_some() { "hẹn" } else { "số" };
            format!("theo tin đã nhắn, {what}{time} ({n}): {}", state(now))
        }
        _ => return None,
    };
    let code = t.person.code.as_deref().filter(|_| t.state.is_ahead());
    let code = code.map_or(String::new(), |code| format!("; đọc mã {}", drawn(code)));
    Some(what + &code)
}

fn of_dossier(scene: &Scene<'_>, kind: NoticeKind, d: &Dossier) -> Option<String> {
    let step = |what| d.last(what);
    let words = |step: Option<&Step>| step.and_then(|step| step.words.as_deref()).map(drawn);
    let why = |what| words(step(what)).map_or(String::new(), |why| format!(": {why}"));
    let due = d.due.map_or(String::new(), |due| format!(" {}", date(due)));
    let procedure = match procedure(scene.view, d) {
        name if name.is_empty() => name,
        name => format!(" ({name})"),
    };
    let which = format!("hồ sơ {}{procedure}", code(d));
    let was_put_off = d.steps.last().map(|step| step.what) == Some(EventKind::Configured);
    Some(match kind {
        NoticeKind::DossierReceived => format!("{which} đã được nhận, hẹn trả kết quả{due}"),
        NoticeKind::DossierPapers => {
            let asked = step(EventKind::AskSupplement);
            let until = asked.and_then(|step| step.date);
            let until = until.map_or(String::new(), |day| format!(", trước {}", date(day)));
            let visit = asked.and_then(|step| scene.view.office.ticket(step.visit?));
            let visit = visit.and_then(Ticket::time);
            let visit = visit.map_or(String::new(), |at| format!("; hẹn nộp {}", scene.at(at)));
            let what = why(EventKind::AskSupplement);
            format!("{which} cần bổ sung{what}{until}{visit}")
        }
        NoticeKind::DossierBack => {
            format!("{which}: đã nhận giấy tờ bổ sung, hẹn trả kết quả{due}")
        }
        NoticeKind::DossierLate if was_put_off => {
            format!("{which}: ngày hẹn trả cũ nay là ngày nghỉ nên dời sang{due}")
        }
        NoticeKind::DossierLate => {
            let why = words(step(EventKind::Apologise));
            let why = why.map_or(String::new(), |why| format!("; lý do: {why}"));
            format!("xin lỗi, {which} chưa xong đúng hẹn, hẹn lại{due}{why}")
        }
        NoticeKind::DossierReady | NoticeKind::DossierWaits => format!(
            "{which} đã có kết quả, mời đến nhận tại quầy Một cửa, mang giấy hẹn và giấy tờ tuỳ thân"
        ),
        NoticeKind::DossierRefused => {
            let why = why(EventKind::Refuse);
            format!("{which} bị từ chối giải quyết{why}")
        }
        NoticeKind::DossierStopped => {
            let why = why(EventKind::Stop);
            format!("{which} đã dừng giải quyết theo đề nghị{why}")
        }
        NoticeKind::DossierCorrected => {
            let due = match d.stage {
                Stage::Received | Stage::Processing => format!(", hẹn trả kết quả{due}"),
                Stage::AwaitsPapers => why(EventKind::AskSupplement),
                Stage::Refused => why(EventKind::Refuse),
                _ => String::new(),
            };
            let now = words::dossier(d.stage).desk;
            format!("xin lỗi, lần trước báo nhầm về {which}; hiện nay {now}{due}")
        }
        _ => return None,
    })
}

/// Who wrote several times, and always left something out, is asked for it.
fn of_question(scene: &Scene<'_>, told: &Told) -> Option<String> {
    let message = scene.view.letters.get(LetterId::In(told.answers?))?;
    let lacks = lacking(message.came()?.reading.as_ref()?);
    (!lacks.is_empty()).then(|| format!("đã nhận tin, còn thiếu {lacks}; hỏi rồi làm giúp"))
}
