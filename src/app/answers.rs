//! The office's answers in JSON, key for key as in domain/queue.md.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::wire::number_text;
use crate::domain::event::{Call, CancelReason, How, Output, Reason, Timed, Why};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::ticket::Number;

/// One answer, ready to be written as JSON.
pub struct Answer<'a> {
    /// For the ids of fields and counters.
    pub rules: &'a Rules,
    /// What was answered, and when.
    pub timed: &'a Timed,
    /// Whether calls say which rule chose them (`replay --explain`).
    pub explain: bool,
}

/// The answers of one event as a JSON array.
pub fn answers_json(rules: &Rules, outputs: &[Timed], explain: bool) -> String {
    let all: Vec<_> = outputs
        .iter()
        .map(|timed| Answer {
            rules,
            timed,
            explain,
        })
        .collect();
    serde_json::to_string(&all).unwrap_or_default()
}

impl Answer<'_> {
    fn number(&self, n: Number) -> String {
        number_text(self.rules, n)
    }

    fn counter(&self, ix: CounterIx) -> &str {
        &self.rules.counter(ix).id
    }

    fn field(&self, ix: FieldIx) -> &str {
        &self.rules.field(ix).id
    }
}

/// Writes `key: value` pairs into a map in order.
macro_rules! put {
    ($map:expr, $($key:literal : $value:expr),+ $(,)?) => {{ $( $map.serialize_entry($key, &$value)?; )+ }};
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        put!(map, "type": kind(&self.timed.output), "at": self.timed.at.to_string());
        match &self.timed.output {
            Output::Ticket { number, ahead } => {
                put!(map, "number": self.number(*number), "ahead": ahead);
            }
            Output::Rejected(reason) => put_reason(&mut map, *reason)?,
            Output::Offered { number, time, how } => {
                put!(map, "number": self.number(*number), "time": time.to_string(), "how": how_id(*how));
            }
            Output::Already { number, time } | Output::Confirmed { number, time } => {
                put!(map, "number": self.number(*number), "time": time.to_string());
            }
            Output::Requested { number, time, due } => {
                put!(map, "number": self.number(*number), "time": time.to_string(), "due": due.to_string());
            }
            Output::SeeksEarlier { number, seek } => {
                put!(map, "number": self.number(*number), "seek": seek);
            }
            Output::EarlierOffered {
                number,
                time,
                until,
            } => {
                put!(map, "number": self.number(*number), "time": time.to_string(), "until": until.to_string());
            }
            Output::Proposed { number, new, time } => {
                put!(map, "number": self.number(*number), "new_number": self.number(*new), "time": time.to_string());
            }
            Output::Declined { number, reason } => {
                put!(map, "number": self.number(*number), "reason": reason);
            }
            Output::CheckedIn { number }
            | Output::Lapsed { number }
            | Output::Unserved { number }
            | Output::Requeued { number }
            | Output::Changed { number } => put!(map, "number": self.number(*number)),
            Output::Cancelled { number, reason } => {
                self.put_cancelled(&mut map, *number, *reason)?;
            }
            Output::Call {
                number,
                counter,
                call,
                present,
                ..
            } => {
                put!(map, "number": self.number(*number), "counter": self.counter(*counter),
                    "call": call_id(*call), "present": present);
            }
            Output::Serve {
                number, counter, ..
            }
            | Output::Absent { number, counter }
            | Output::Held { number, counter } => {
                put!(map, "number": self.number(*number), "counter": self.counter(*counter));
            }
            Output::Expired {
                number,
                phone,
                strikes,
            } => {
                put!(map, "number": self.number(*number), "phone": phone, "strikes": strikes);
            }
            Output::Blocked { phone, until } => {
                put!(map, "phone": phone, "until": until.to_string());
            }
            Output::Unblocked { phone } => put!(map, "phone": phone),
            Output::CounterClosed { counter } | Output::CounterOpen { counter } => {
                put!(map, "counter": self.counter(*counter));
            }
            Output::Moved {
                number,
                phone,
                old,
                new,
                time,
            } => {
                put!(map, "number": self.number(*number), "phone": phone, "old": old.to_string(),
                    "new_number": self.number(*new), "time": time.to_string());
            }
            Output::ClockBack => put!(map, "reason": "clock_back"),
            Output::SessionOpen { field, date, half } => {
                put!(map, "field": self.field(*field), "date": date.to_string(), "half": half.id());
            }
            Output::Transferred { number, new, ahead } => {
                put!(map, "number": self.number(*number), "new_number": self.number(*new), "ahead": ahead);
            }
            Output::Undone { counter, action } | Output::Redone { counter, action } => {
                put!(map, "counter": self.counter(*counter), "action": action);
            }
            Output::Dossier { dossier, what } => put!(map, "dossier": dossier, "what": what),
            Output::Advised { number, form } => {
                put!(map, "number": self.number(*number), "form": form.id());
            }
        }
        self.put_why(&mut map)?;
        map.end()
    }
}

impl Answer<'_> {
    fn put_cancelled<M: SerializeMap>(
        &self,
        map: &mut M,
        number: Number,
        reason: Option<CancelReason>,
    ) -> Result<(), M::Error> {
        put!(map, "number": self.number(number));
        if let Some(reason) = reason {
            put!(map, "reason": cancel_reason_id(reason));
        }
        Ok(())
    }

    /// Which rule chose a call, where that is asked for.
    fn put_why<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Output::Call { why, .. } | Output::Serve { why, .. } = &self.timed.output
            && self.explain
        {
            put!(map, "why": why_words(*why));
        }
        Ok(())
    }
}

fn cancel_reason_id(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::ServedAsWalkin => "served_as_walkin",
        CancelReason::Undone => "undone",
        CancelReason::Swept => "swept",
    }
}

fn put_reason<M: SerializeMap>(map: &mut M, reason: Reason) -> Result<(), M::Error> {
    put!(map, "reason": reason_id(reason));
    match reason {
        Reason::NotActive(state) => put!(map, "state": state.id()),
        Reason::NotInStage(stage) => put!(map, "stage": stage.id()),
        Reason::TooMany(open) => put!(map, "open": open),
        Reason::FullThen(time) => put!(map, "alternative": time.map(|t| t.to_string())),
        _ => {}
    }
    Ok(())
}

/// The answer's `type`.
pub fn kind(output: &Output) -> &'static str {
    match output {
        Output::Ticket { .. } => "ticket",
        Output::Rejected(_) => "rejected",
        Output::Offered { .. } => "offered",
        Output::Already { .. } => "already",
        Output::Requested { .. } => "requested",
        Output::Confirmed { .. } => "confirmed",
        Output::Proposed { .. } => "proposed",
        Output::SeeksEarlier { .. } => "seeks_earlier",
        Output::EarlierOffered { .. } => "earlier_offered",
        Output::Declined { .. } => "declined",
        Output::Lapsed { .. } => "lapsed",
        Output::CheckedIn { .. } => "checked_in",
        Output::Cancelled { .. } => "cancelled",
        Output::Call { .. } => "call",
        Output::Serve { .. } => "serve",
        Output::Expired { .. } => "expired",
        Output::Blocked { .. } => "blocked",
        Output::Unblocked { .. } => "unblocked",
        Output::Absent { .. } => "absent",
        Output::CounterClosed { .. } => "counter_closed",
        Output::CounterOpen { .. } => "counter_open",
        Output::Moved { .. } => "moved",
        Output::Unserved { .. } => "unserved",
        Output::ClockBack => "warn",
        Output::SessionOpen { .. } => "session_open",
        Output::Held { .. } => "held",
        Output::Requeued { .. } => "requeued",
        Output::Transferred { .. } => "transferred",
        Output::Undone { .. } => "undone",
        Output::Redone { .. } => "redone",
        Output::Changed { .. } => "changed",
        Output::Dossier { .. } => "dossier",
        Output::Advised { .. } => "advised",
    }
}

/// The id of a refusal.
pub fn reason_id(reason: Reason) -> &'static str {
    match reason {
        Reason::Closed => "closed",
        Reason::CounterClosed => "counter_closed",
        Reason::AlreadyWaiting => "already_waiting",
        Reason::TooMany(_) => "too_many",
        Reason::Blocked => "blocked",
        Reason::Full | Reason::FullThen(_) => "full",
        Reason::Past => "past",
        Reason::TooFar => "too_far",
        Reason::NotAWorkday => "not_a_workday",
        Reason::UnknownNumber => "unknown_number",
        Reason::ExpiredTakeANumber => "expired_take_a_number",
        Reason::NotActive(_) => "not_active",
        Reason::AlreadyCalled => "already_called",
        Reason::CounterIdle => "counter_idle",
        Reason::CounterBusy => "counter_busy",
        Reason::SameField => "same_field",
        Reason::NothingToUndo => "nothing_to_undo",
        Reason::NothingToRedo => "nothing_to_redo",
        Reason::ChangedSince => "changed_since",
        Reason::SlotTaken => "slot_taken",
        Reason::NobodyWaiting => "nobody_waiting",
        Reason::UnknownDossier => "unknown_dossier",
        Reason::NotInStage(_) => "not_in_stage",
        Reason::NeedsDueDate => "needs_due_date",
        Reason::CodeTaken => "code_taken",
    }
}

fn how_id(how: How) -> &'static str {
    match how {
        How::SameDay => "sameday",
        How::NextSession => "next_session",
        How::NextWorkday => "next_workday",
        How::Wished => "wished",
    }
}

/// The id of a kind of call.
pub fn call_id(call: Call) -> &'static str {
    match call {
        Call::New => "new",
        Call::Appointed => "appointed",
        Call::Recall => "recall",
        Call::Hand => "hand",
        Call::Again => "again",
    }
}

/// The rule that chose a call, in words.
pub fn why_words(why: Why) -> &'static str {
    match why {
        Why::Due => "đã đến giờ hẹn: chỉ chờ người đang được phục vụ",
        Why::CalledThrough => "người có hẹn trong buổi, gọi thử một lần trước người đến trực tiếp",
        Why::SoonDue => "có mặt và sắp đến giờ hẹn: trước người đến trực tiếp",
        Why::Priority => "ưu tiên: trước người đến trực tiếp khác",
        Why::ByNumber => "theo thứ tự số",
        Why::ResultBetween => "đến nhận kết quả: gọi xen sau đủ số lượt khác",
        Why::EarlyRest => "có mặt trước giờ hẹn: sau người đến trực tiếp",
        Why::Hand => "cán bộ tự gọi số này",
    }
}
