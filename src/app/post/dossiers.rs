//! What citizens are told of their dossiers: each change once, by message where they agreed to that, else by a call to make.

use super::reading::{Arrived, Plan, open_of};
use super::words::{ASK_AT_DESK, NOT_DONE};
use super::{NoticeKind, Post, by_all_ways, can_be_told, fresh, wall_of};
use crate::app::live::{Live, LiveError};
use crate::app::written::Written;
use crate::domain::dossier::{Dossier, Stage};
use crate::domain::event::{EventKind, Output};
use crate::domain::hours;
use crate::domain::notice::{NoticeState, Route};
use crate::domain::office::Office;
use crate::domain::sms::{Answers, Facts, Intent, Template};
use crate::domain::text::CodeOf;
use crate::domain::ticket::{Channel, Ticket};
use crate::domain::time::Minute;
use crate::domain::words;
use crate::store::{Notice, StoreError};

/// After so many days a result that nobody fetched is spoken of once more.
const WAITS: i32 = 7;
/// A promise of a day is worth knowing until that day is over, the rest for so long.
const LASTS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Post {
    /// Puts what is to be told of dossiers after an event.
    pub(super) fn tell_of_dossiers(
        &self,
        written: &Written<'_>,
        here: Option<&Ticket>,
    ) -> Result<(), StoreError> {
        for timed in written.outputs {
            let Output::Dossier { dossier, what } = timed.output else {
                continue;
            };
            let Some(dossier) = written.office.dossiers().get(dossier) else {
                continue;
            };
            // What another system has received, that one tells.
            let imported = what == EventKind::Receive && dossier.stage != Stage::Received;
            let from_afar = dossier.received.day() < written.office.now().day();
            if let Some(kind) = kind_of(what).filter(|_| !imported)
                && !(what == EventKind::Receive && from_afar)
            {
                let here = here.filter(|_| what != EventKind::Configured);
                let is_here = here.is_some_and(|here| {
                    dossier.ticket == Some(here.id) || dossier.person.is(&here.person)
                });
                self.put_dossier_notice(written, kind, dossier, is_here)?;
            }
        }
        Ok(())
    }

    /// Says how a dossier stands now, of which something else was told.
    pub(super) fn correct_dossier(
        &self,
        written: &Written<'_>,
        dossier: &Dossier,
    ) -> Result<(), StoreError> {
        self.put_dossier_notice(written, NoticeKind::DossierCorrected, dossier, false)
    }

    fn put_dossier_notice(
        &self,
        written: &Written<'_>,
        kind: NoticeKind,
        dossier: &Dossier,
        is_here: bool,
    ) -> Result<(), StoreError> {
        let with_hour = (kind == NoticeKind::DossierPapers)
            .then(|| self.papers_with_hour(written))
            .flatten();
        let text = with_hour.unwrap_or_else(|| self.words_of_dossier(kind, dossier));
        let notices = self.dossier_notices(written, kind, dossier, text);
        let is_heard = |n: &&Notice| is_here && n.state == NoticeState::Call;
        for notice in notices.iter().filter(|n| !is_heard(n)) {
            written.tx.put_notice(notice)?;
        }
        Ok(())
    }

    /// What is missing and the hour that was booked for bringing it, in one message; `None`: no hour was booked, or it does
    /// not fit, so that the booking is told by itself.
    pub(super) fn papers_with_hour(&self, written: &Written<'_>) -> Option<String> {
        let asked = written
            .outputs
            .iter()
            .find_map(|timed| match timed.output {
                Output::Dossier {
                    dossier,
                    what: EventKind::AskSupplement,
                } => written.office.dossiers().get(dossier),
                _ => None,
            })?;
        let visit = asked.last(EventKind::AskSupplement)?.visit?;
        let booked = Facts::of(written.office, written.office.ticket(visit)?, None);
        let kind = NoticeKind::DossierPapers;
        let agreed = has_agreed(asked);
        // A form of Zalo's has no room for it.
        let route = self.route_of_dossier(written, kind, asked, agreed);
        if matches!(route, Some((Route::Zalo, _))) {
            return None;
        }
        let reason = format!(
            "{}. Hen nop {} ngay {}, ma hen {}",
            said(asked, EventKind::AskSupplement, "hoi tai quay"),
            booked.time,
            booked.date,
            booked.code,
        );
        let facts = Facts {
            reason: reason.clone(),
            ..self.facts_of_dossier(asked)
        };
        let text = self.answers.say(template(kind), &facts);
        text.contains(&reason).then_some(text)
    }

    /// What goes into the store: a message, a call, or both.
    pub(super) fn dossier_notices(
        &self,
        written: &Written<'_>,
        kind: NoticeKind,
        dossier: &Dossier,
        text: String,
    ) -> Vec<Notice> {
        let person = &dossier.person;
        let Some(phone) = person.phone.as_ref().filter(|p| can_be_told(p)) else {
            return Vec::new();
        };
        let not_before = self.send_time(written.office.now(), written.wall);
        let ends = dossier.due.map(|due| due.next().start());
        let ends = ends.map(|end| wall_of(written.office, written.wall, end));
        let notice = Notice {
            dossier: Some(dossier.id.0),
            not_before,
            worthless_after: match kind {
                NoticeKind::DossierReceived | NoticeKind::DossierBack => ends,
                _ => Some(not_before + LASTS),
            },
            ..fresh(written, kind, phone, text)
        };
        let way = self.route_of_dossier(written, kind, dossier, has_agreed(dossier));
        by_all_ways(notice, way, person)
    }

    pub(super) fn words_of_dossier(&self, kind: NoticeKind, d: &Dossier) -> String {
        let reason = match kind {
            NoticeKind::DossierPapers => said(d, EventKind::AskSupplement, ASK_AT_DESK),
            NoticeKind::DossierLate => said(d, EventKind::Apologise, NOT_DONE),
            NoticeKind::DossierRefused => {
                said(d, EventKind::Refuse, "cơ quan sẽ giải thích khi ông/bà hỏi")
            }
            NoticeKind::DossierStopped => said(d, EventKind::Stop, "theo đề nghị của ông/bà"),
            NoticeKind::DossierCorrected => how_it_stands(d),
            _ => String::new(),
        };
        let facts = Facts {
            reason,
            ..self.facts_of_dossier(d)
        };
        let template = match kind {
            NoticeKind::DossierLate if was_put_off(d) => Template::DossierDayOff,
            kind => template(kind),
        };
        self.answers.say(template, &facts)
    }

    pub(super) fn facts_of_dossier(&self, d: &Dossier) -> Facts {
        let id = d.person.procedure.as_deref();
        let procedure = id.map(|id| self.catalogue.get(id).map_or(id, |p| p.name.as_str()));
        Facts {
            name: d.person.name.clone().unwrap_or_default(),
            code: d.code().unwrap_or_default().to_owned(),
            procedure: procedure.unwrap_or_default().to_owned(),
            date: d.due.map(Facts::day).unwrap_or_default(),
            ..Facts::default()
        }
    }

    /// The answer to who asks by message how a dossier stands.
    pub(super) fn answer_of_dossier(&self, d: &Dossier) -> String {
        let facts = Facts {
            reason: how_it_stands(d),
            ..self.facts_of_dossier(d)
        };
        self.answers.say(Template::DossierStands, &facts)
    }
}

/// `đang xử lý, hẹn trả 25/11 (thứ 4)`; `cần bổ sung: giấy khai sinh`.
fn how_it_stands(d: &Dossier) -> String {
    let why = |what| format!(": {}", said(d, what, "xin hỏi tại quầy"));
    let extra = match d.stage {
        Stage::Received | Stage::Processing => d
            .due
            .map(|due| format!(", hẹn trả kết quả ngày {}", Facts::day(due))),
        Stage::AwaitsPapers => Some(why(EventKind::AskSupplement)),
        Stage::Refused => Some(why(EventKind::Refuse)),
        _ => None,
    };
    words::dossier(d.stage).sms.to_owned() + &extra.unwrap_or_default()
}

/// Whether its due date became a day off: nobody is late then.
pub(super) fn was_put_off(d: &Dossier) -> bool {
    d.steps.last().map(|step| step.what) == Some(EventKind::Configured)
}

/// Who wrote messages to the office reads them; others have agreed to it.
fn has_agreed(d: &Dossier) -> bool {
    d.person.consent.is_some() || d.person.channel == Channel::Sms
}

fn said(d: &Dossier, what: EventKind, else_said: &str) -> String {
    let words = d.last(what).and_then(|step| step.words.as_deref());
    words.unwrap_or(else_said).to_owned()
}

/// What is told of an event; of the others nobody is told.
fn kind_of(what: EventKind) -> Option<NoticeKind> {
    Some(match what {
        EventKind::Receive => NoticeKind::DossierReceived,
        EventKind::AskSupplement => NoticeKind::DossierPapers,
        EventKind::Supplement => NoticeKind::DossierBack,
        EventKind::Apologise | EventKind::Configured => NoticeKind::DossierLate,
        EventKind::Complete => NoticeKind::DossierReady,
        EventKind::Refuse => NoticeKind::DossierRefused,
        EventKind::Stop => NoticeKind::DossierStopped,
        _ => return None,
    })
}

fn template(kind: NoticeKind) -> Template {
    match kind {
        NoticeKind::DossierPapers => Template::DossierPapers,
        NoticeKind::DossierBack => Template::DossierBack,
        NoticeKind::DossierLate => Template::DossierLate,
        NoticeKind::DossierReady => Template::DossierReady,
        NoticeKind::DossierWaits => Template::DossierWaits,
        NoticeKind::DossierRefused => Template::DossierRefused,
        NoticeKind::DossierStopped => Template::DossierStopped,
        NoticeKind::DossierCorrected => Template::DossierCorrected,
        _ => Template::DossierReceived,
    }
}

/// Puts, once each, that a result still waits to be fetched.
///
/// # Errors
/// When the store cannot be read or written.
pub(super) fn put_waiting(live: &mut Live, now: Minute) -> Result<(), LiveError> {
    if !hours::DOSSIERS.hold(now.time()) {
        return Ok(());
    }
    let waits = |d: &&Dossier| {
        let since = d.ended.filter(|_| d.stage == Stage::Completed);
        since.is_some_and(|at| now.day() >= at.day().plus(WAITS))
    };
    let (post, office) = (live.post().clone(), live.office());
    let waiting: Vec<Dossier> = office.dossiers().iter().filter(waits).cloned().collect();
    let mut fresh = Vec::new();
    for dossier in waiting {
        if !live
            .store()
            .was_told_of_dossier(dossier.id, NoticeKind::DossierWaits)?
        {
            fresh.push(dossier);
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    live.write_beside(|written| {
        let mut fresh = fresh.iter();
        fresh.try_for_each(|d| post.put_dossier_notice(written, NoticeKind::DossierWaits, d, false))
    })
}

/// What to do about a message that asks how a dossier stands; `None` for one that is about something else. Only the phone that
/// the dossier names is told.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn asked(live: &Live, letter: &Arrived<'_>) -> Result<Option<Plan>, LiveError> {
    let (post, store) = (live.post(), live.store());
    let code = letter.reading.code.as_ref();
    let code = code.filter(|code| code.of() == CodeOf::Dossier);
    let found = match (code, &letter.reading.province) {
        (Some(code), _) => store.dossier_of_code(code.as_str())?,
        (None, Some(code)) => store.dossier_of_province(code)?,
        (None, None) => return Ok(post.own_dossiers(live.office(), letter)),
    };
    let own = found.filter(|d| d.person.phone.as_ref() == Some(letter.phone));
    Ok(Some(Plan::Say(match own {
        Some(dossier) => post.answer_of_dossier(&dossier),
        None => post.not_found(live.office(), letter),
    })))
}

impl Post {
    /// `TC`, or a question how all stands, from a phone that has no booking open, but dossiers.
    fn own_dossiers(&self, office: &Office, letter: &Arrived<'_>) -> Option<Plan> {
        let question = letter.reading.meant.as_deref();
        let reading = question
            .filter(|_| letter.reading.is_question())
            .unwrap_or(letter.reading);
        let asks = reading.intent == Intent::Lookup && reading.missing.is_empty();
        if !asks || reading.code.is_some() || open_of(office, letter.phone).next().is_some() {
            return None;
        }
        let open: Vec<_> = office.dossiers().of_phone(letter.phone).collect();
        match open[..] {
            [] => None,
            [one] => Some(Plan::Say(self.answer_of_dossier(one))),
            _ => {
                let codes = open.iter().filter_map(|d| d.code());
                let lines: Vec<_> = codes.map(str::to_owned).collect();
                Some(Plan::Say(Answers::several_dossiers(&lines)))
            }
        }
    }
}
