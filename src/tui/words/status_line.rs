//! The last line: what the office answered to an event, in one sentence.

use chrono::NaiveDateTime;

use super::sweep::is_crowd;
use super::undone::{done_again, subject, turned_back};
use super::{Scene, calendar, number, refusal, sentence, ticket};
use crate::domain::event::{Call, CancelReason, Current, Event, How, Output, Reason, Timed, When};
use crate::domain::journal::{Entry, Image};
use crate::domain::ticket::{Channel, Number, State, Ticket};
use crate::domain::time::Minute;
use crate::tui::view::drawn;

/// How the line is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// It was done.
    Good,
    /// It was refused or failed.
    Bad,
    /// A remark.
    Plain,
}

/// A line for the official.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StatusLine {
    /// When.
    pub at: NaiveDateTime,
    /// What.
    pub words: String,
    /// How it is meant.
    pub tone: Tone,
    /// Whether it can be taken back.
    pub undo: bool,
    /// The event's number when a call to this counter came of it, to ask the board for.
    pub call: Option<u64>,
    /// The call to make that its last words offer to note as made.
    pub to_tell: Option<i64>,
}

impl StatusLine {
    /// Whether something was refused.
    pub(crate) fn is_bad(&self) -> bool {
        self.tone == Tone::Bad
    }

    /// A remark about nothing in the office.
    pub(crate) fn remark(at: NaiveDateTime, tone: Tone, words: impl Into<String>) -> Self {
        Self {
            at,
            words: words.into(),
            tone,
            undo: false,
            call: None,
            to_tell: None,
        }
    }
}

/// Who was finished to make room for the one who was called.
fn finished(scene: &Scene<'_>, event: &Event, entry: &Entry) -> Option<String> {
    let (Event::CallNumber {
        current: Some(Current::Done),
        ..
    }
    | Event::Next {
        current: Some(Current::Done),
        ..
    }) = event
    else {
        return None;
    };
    let was_there = |image: &Image| match image {
        Image::Ticket(t) if t.state == State::Serving => Some(t.number),
        _ => None,
    };
    let number = entry.images.iter().find_map(was_there)?;
    Some(format!("xong {}", scene.number(number)))
}

/// The answer to an event of this desk, `seq` being the event's number.
pub(crate) fn answered(
    scene: &Scene<'_>,
    event: &Event,
    outputs: &[Timed],
    seq: u64,
) -> StatusLine {
    let view = scene.view;
    let refused = outputs.iter().find_map(|timed| match timed.output {
        Output::Rejected(reason) => Some(reason),
        _ => None,
    });
    if let Some(reason) = refused {
        // That nobody waits is no mistake of the official.
        let tone = match reason {
            Reason::NobodyWaiting => Tone::Good,
            _ => Tone::Bad,
        };
        return StatusLine::remark(view.now, tone, refusal(scene, event, reason));
    }
    let is_there = |timed: &Timed| matches!(timed.output, Output::Already { .. });
    let is_refused = outputs.iter().any(is_there) && refusal::repeats(event);
    let last = view.office.journal().last(scene.desk, view.today());
    let fresh = last.filter(|entry| entry.serial == seq);
    let before = fresh.and_then(|entry| finished(scene, event, entry));
    let about = fresh.and_then(|entry| subject(scene, entry));
    let mut parts = vec![
        before.unwrap_or_default(),
        first(scene, event, outputs, about),
    ];
    let call = called(scene, outputs, &mut parts);
    let done = matches!(
        event,
        Event::Done { .. } | Event::Absent { .. } | Event::Hold { .. }
    );
    let counter = view.office.counter(scene.desk);
    if matches!(event, Event::Next { .. }) && counter.ticket.is_none() {
        parts.push("không còn ai chờ".to_owned());
    }
    if done && counter.ticket.is_none() && counter.open && !view.office.is_manual(scene.desk) {
        parts.push(super::nobody_next(view, scene.desk));
    }
    taken_back(scene, outputs, &mut parts);
    parts.retain(|part| !part.is_empty());
    StatusLine {
        at: view.now,
        words: sentence(&parts.join(" · ")),
        tone: if is_refused { Tone::Bad } else { Tone::Good },
        undo: fresh.is_some() || matches!(event, Event::Redo { .. }),
        call: call.then_some(seq),
        to_tell: None,
    }
}

/// What was asked for.
fn first(scene: &Scene<'_>, event: &Event, outputs: &[Timed], subject: Option<&Ticket>) -> String {
    let view = scene.view;
    let own = &view.desk(scene.desk).name;
    let who = |t: &Ticket| scene.who(t);
    if let Some(words) = of_session(scene, event, outputs) {
        return words;
    }
    let answer = outputs.iter().find_map(|t| answer(scene, event, &t.output));
    if let Some(words) = answer {
        return words;
    }
    match event {
        Event::Done { .. } => {
            let number = subject.map(|t| scene.number(t.number));
            format!("xong {}", number.unwrap_or_default())
        }
        Event::Sweep { tickets } => {
            let what = match is_crowd(view, tickets) {
                true => "yêu cầu chưa giữ chỗ gửi bằng tin nhắn",
                false => "lịch hẹn, yêu cầu cùng nguồn",
            };
            let swept = |t: &&Timed| matches!(t.output, Output::Cancelled { .. });
            let swept = outputs.iter().filter(swept).count();
            format!("huỷ {swept} {what}, không nhắn cho ai")
        }
        Event::Leave { .. } => format!("{} đã về", subject.map(who).unwrap_or_default()),
        Event::CloseCounter { reason, .. } => {
            // Who is served is served to the end.
            let served = scene.view.serving(scene.desk);
            let then = served.map_or(String::new(), |t| {
                format!(" sau khi xong {}", number(t.number))
            });
            let why = reason
                .as_ref()
                .map_or(String::new(), |why| format!(": {why}"));
            format!("{own} tạm nghỉ{then}{why}")
        }
        Event::OpenCounter { .. } => format!("{own} mở lại"),
        // What came of it says it.
        Event::Unblock { .. } => String::new(),
        Event::SetHelper { phone, helper } => {
            let (verb, is) = if *helper {
                ("ghi ", "là")
            } else {
                ("", "không còn là")
            };
            let phone = phone.masked();
            format!("{verb}{phone} {is} điện thoại của người đặt hộ")
        }
        Event::SetManual { manual: true, .. } => format!("{own} chỉ gọi khi cán bộ bấm phím"),
        Event::SetManual { .. } => format!("{own} tự gọi người tiếp theo"),
        _ => String::new(),
    }
}

/// A half-day that was closed or opened; of a closed one, how many people got another time.
fn of_session(scene: &Scene<'_>, event: &Event, outputs: &[Timed]) -> Option<String> {
    let (open, sessions) = match event {
        Event::SetSessions { open, sessions } => (*open, sessions.clone()),
        Event::CloseSession { field, date, half } => (false, vec![(*field, *date, *half)]),
        Event::OpenSession { field, date, half } => (true, vec![(*field, *date, *half)]),
        _ => return None,
    };
    let moved = outputs.iter().filter_map(|timed| match timed.output {
        Output::Moved { new, .. } => Some(new),
        _ => None,
    });
    let moved = match moved.clone().count() {
        0 => String::new(),
        n => {
            let untold = calendar::without_phone(scene, moved);
            format!(" · chuyển {n} hẹn, yêu cầu sang buổi khác{untold}")
        }
    };
    let words = calendar::of_sessions(scene.view, &sessions)?;
    Some(match open {
        true => format!("mở lại {words}; hẹn, yêu cầu đã chuyển đi vẫn ở giờ mới"),
        false => format!("đóng {words}{moved}"),
    })
}

/// What somebody who phones must be told besides the time: the code, and where to go.
fn read_out(scene: &Scene<'_>, number: Number) -> String {
    let view = scene.view;
    let ticket = view.office.by_number(number);
    let code = ticket.and_then(|t| t.person.code.as_deref());
    let code = code.map_or(String::new(), |code| format!("mã {}, ", drawn(code)));
    let counters = view.office.rules().counters.iter();
    let there = counters.filter(|c| c.fields.contains(&number.field));
    let names: Vec<&str> = there.map(|c| c.name.as_str()).collect();
    // Who wrote is written to, and is not on the telephone.
    let wrote = view.letters.has_modem && ticket.is_some_and(|t| t.person.channel == Channel::Sms);
    let how = if wrote {
        "máy tự nhắn tin báo"
    } else {
        "đọc cho người dân"
    };
    format!(" · {how}: {code}{}", names.join(" hoặc "))
}

/// That another hour was wished.
fn other_hour(event: &Event, got: Minute) -> Option<String> {
    let (Event::Book {
        when: When::Wish(wish),
        ..
    }
    | Event::Move { wish, .. }) = event
    else {
        return None;
    };
    let wished = wish.time.filter(|time| *time != got.time())?;
    Some(format!(" ({wished} không có chỗ)"))
}

/// `005 Hồ Văn Ích lúc 08:40 thứ Ba 24/11`.
fn booked(scene: &Scene<'_>, number: Number, time: Minute) -> String {
    let ticket = scene.view.office.by_number(number);
    let who = ticket.map_or_else(|| scene.undated_number(number), |t| scene.undated(t));
    format!("{who} {}", scene.at(time))
}

/// The output that answers the event, in words.
fn answer(scene: &Scene<'_>, event: &Event, output: &Output) -> Option<String> {
    let n = |number: Number| scene.number(number);
    let person = |number: Number| {
        let ticket = scene.view.office.by_number(number);
        ticket.map_or_else(|| n(number), |t| scene.who(t))
    };
    let at = |number: Number, time: Minute| booked(scene, number, time);
    Some(match output {
        Output::Ticket { number, ahead } => {
            format!(
                "cấp số {}{}",
                person(*number),
                ticket::place(scene, *number, *ahead)
            )
        }
        Output::Offered { number, time, how } => {
            let how = match how {
                How::SameDay | How::NextSession => " (sớm nhất hôm nay)",
                How::NextWorkday => " (hôm nay không còn giờ)",
                How::Wished => "",
            };
            let how = other_hour(event, *time).unwrap_or(how.to_owned());
            let ticket = scene.view.office.by_number(*number);
            let what = ticket.and_then(|t| scene.view.procedure_of(t));
            let what = what.map_or(String::new(), |what| format!(" · {what}"));
            let told = read_out(scene, *number);
            format!("hẹn {}{how}{what}{told}", at(*number, *time))
        }
        Output::Already { number, time } => {
            let ticket = scene.view.office.by_number(*number);
            refusal::already(scene, event, ticket?.state, &at(*number, *time))
        }
        Output::CheckedIn { number } => {
            let ticket = scene.view.office.by_number(*number);
            let time = ticket.and_then(Ticket::time);
            let time = time.map_or(String::new(), |t| format!(", hẹn {}", t.time()));
            format!("{} đã có mặt{time}", person(*number))
        }
        Output::Cancelled {
            number,
            reason: None,
        } => format!("huỷ {}", person(*number)),
        Output::Absent { number, .. } => format!("vắng {}", person(*number)),
        Output::Held { number, .. } => format!("giữ lại {}", person(*number)),
        Output::Requeued { number } => match event {
            Event::Resume { .. } => {
                format!("quầy đang bận nên {} về chỗ cũ trong hàng", person(*number))
            }
            _ => format!("{} về chỗ cũ trong hàng", person(*number)),
        },
        Output::Moved {
            number, new, time, ..
        } => {
            format!(
                "đổi lịch {}, số mới {}{}{}",
                n(*number),
                at(*new, *time),
                other_hour(event, *time).unwrap_or_default(),
                read_out(scene, *new)
            )
        }
        Output::Transferred { number, new, ahead } => format!(
            "{} chuyển sang {}, số mới {}{}",
            person(*number),
            scene.view.field_name(new.field),
            super::number(*new),
            ticket::place(scene, *new, *ahead)
        ),
        Output::Undone { action: done, .. } => turned_back(scene, *done),
        Output::Redone { action: done, .. } => done_again(scene, *done),
        Output::Changed { number } => ticket::changed(event, &person(*number)),
        _ => return of_request(scene, event, output),
    })
}

/// The same of what becomes of a request.
fn of_request(scene: &Scene<'_>, event: &Event, output: &Output) -> Option<String> {
    let at = |number: Number, time: Minute| booked(scene, number, time);
    Some(match output {
        Output::Requested { number, time, .. } => {
            format!("ghi yêu cầu {}", at(*number, *time))
        }
        Output::Confirmed { number, time } => match event {
            Event::Accept { .. } => {
                format!("người dân đồng ý: hẹn {}", at(*number, *time))
            }
            _ => format!("xác nhận hẹn {}", at(*number, *time)),
        },
        Output::Proposed { number, new, time } => format!(
            "đề nghị giờ khác cho {}: số mới {}, chờ người dân trả lời",
            scene.number(*number),
            at(*new, *time)
        ),
        Output::Declined { number, reason } => {
            let ticket = scene.view.office.by_number(*number);
            let who = ticket.map_or_else(|| scene.number(*number), |t| scene.who(t));
            let reason = reason.as_deref().map(drawn);
            let reason = reason.map_or(String::new(), |r| format!(": {r}"));
            format!("không nhận yêu cầu của {who}{reason}")
        }
        _ => return super::dossiers::answered(scene, output),
    })
}

/// Who was called to this counter, in vain and at last; whether its board has something to show.
fn called(scene: &Scene<'_>, outputs: &[Timed], parts: &mut Vec<String>) -> bool {
    let (mut in_vain, mut awaited, mut early) = (Vec::new(), Vec::new(), Vec::new());
    let mut any = false;
    let new = outputs.iter().find_map(|timed| match timed.output {
        Output::Ticket { number, .. }
        | Output::CheckedIn { number }
        | Output::Transferred { new: number, .. } => Some(number),
        _ => None,
    });
    for timed in outputs {
        let (found, counter, present) = match timed.output {
            Output::Call {
                number,
                counter,
                present,
                ..
            } => (number, counter, present),
            Output::Serve {
                number, counter, ..
            } => (number, counter, true),
            _ => continue,
        };
        if counter != scene.desk {
            let place = &scene.view.desk(counter).name;
            match (present, parts.get_mut(1)) {
                // The number stands there already.
                (true, Some(first)) if new == Some(found) => {
                    *first += &format!(" · gọi đến {place}");
                }
                (true, _) => parts.push(format!("gọi {} đến {place}", number(found))),
                (false, _) => {}
            }
            continue;
        }
        any = true;
        let ticket = scene.view.office.by_number(found);
        if !present {
            let is_early = ticket
                .and_then(Ticket::time)
                .is_some_and(|at| at > timed.at);
            let may_come = ticket.is_some_and(|t| t.state == State::Booked);
            if is_early {
                early.push(number(found));
            } else if may_come {
                let until = scene.view.office.rules().grace_ends(timed.at).time();
                awaited.push(format!("{} đến {until}", number(found)));
            } else {
                in_vain.push(number(found));
            }
            continue;
        }
        let who = ticket.map_or_else(|| number(found), |t| scene.who(t));
        let verb = match timed.output {
            Output::Call {
                call: Call::Recall, ..
            } => "gọi lại",
            _ => "gọi",
        };
        // After another part the line is long, and this is the official's own counter.
        let alone = parts.iter().all(String::is_empty);
        let place = match alone {
            true => format!(" đến {}", scene.view.desk(counter).name),
            false => String::new(),
        };
        parts.push(format!("{verb} {who}{place}"));
    }
    if !in_vain.is_empty() {
        parts.push(format!("vắng khi gọi: {}", in_vain.join(", ")));
    }
    if !awaited.is_empty() {
        parts.push(format!("gọi người có hẹn, chờ {}", awaited.join(", ")));
    }
    if !early.is_empty() {
        parts.push(format!("gọi thử {}, chưa đến giờ hẹn", early.join(", ")));
    }
    any
}

/// What ended on the way.
fn taken_back(scene: &Scene<'_>, outputs: &[Timed], parts: &mut Vec<String>) {
    for timed in outputs {
        match &timed.output {
            Output::Cancelled {
                number,
                reason: Some(CancelReason::ServedAsWalkin),
            } => {
                parts.push(format!(
                    "huỷ hẹn {} vì đã làm ở lượt trực tiếp",
                    scene.number(*number)
                ));
            }
            Output::Cancelled {
                number,
                reason: Some(CancelReason::Undone),
            } => {
                // Of what was moved the old one comes back: nobody has lost anything.
                let ticket = scene.view.office.by_number(*number);
                if let Some(t) = ticket.filter(|t| t.origin.is_none()) {
                    let told = t.time().map(|_| *number).into_iter();
                    let untold = calendar::without_phone(scene, told);
                    parts.push(format!("huỷ {}{untold}", scene.number(*number)));
                }
            }
            Output::Unblocked { phone } => {
                parts.push(format!("mở khoá đặt hẹn cho {}", phone.masked()));
            }
            Output::Lapsed { number } => {
                parts.push(format!("yêu cầu {} hết hạn", scene.number(*number)));
            }
            Output::Expired { number, .. } => {
                parts.push(format!(
                    "{} hết hiệu lực (quá giờ hẹn)",
                    scene.number(*number)
                ));
            }
            _ => {}
        }
    }
}
