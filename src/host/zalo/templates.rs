//! Notices out as template messages, one at a time, and what becomes of each.

use super::worker::Job;
use super::{AGAIN, ZaloPart, pause_after};
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::app::post::zalo::{
    self, Closed, PATIENCE, can_wait, fall_back, next_by_zalo, next_morning,
};
use crate::protocol::zalo::{Meaning, Until};
use crate::store::Notice;

/// Too many at once: a pause of so many milliseconds.
const CROWD: i64 = 60 * 1000;

impl ZaloPart {
    /// What the answer to a template message means for the notice, and for those after it.
    pub(super) fn settle(
        &mut self,
        live: &mut Live,
        notice: &Notice,
        meant: Meaning,
    ) -> Result<(), LiveError> {
        let (id, wall) = (notice.id, live.wall());
        if !matches!(meant, Meaning::NotSent(_) | Meaning::Token) {
            self.down_since = None;
            self.retry = None;
            self.pause = AGAIN.0;
            self.troubles.line = None;
        }
        match meant {
            Meaning::Accepted => {
                live.store().accepted_by_zalo(id, wall, self.price)?;
                self.troubles.unpaid = None;
                self.troubles.fault = None;
            }
            Meaning::NotSent(why) => {
                self.troubles.line = Some(why);
                self.is_down(live, notice)?;
            }
            // What is in the way, the thread has told.
            Meaning::Token => self.is_down(live, notice)?,
            Meaning::NotNow(Until::Written) => fall_back(live, notice, "zalo-closed")?,
            Meaning::NotNow(until) => {
                let until = match until {
                    Until::Minute => wall + CROWD,
                    _ => next_morning(wall),
                };
                self.closed_until = Some(until);
                match can_wait(live, notice, until) {
                    true => live.write(|step| step.postpone_notice(id, until))?,
                    false => fall_back(live, notice, "zalo-closed")?,
                }
            }
            Meaning::NotThisPerson { sure } => {
                live.store().note_not_on_zalo(&notice.phone, wall, sure)?;
                fall_back(live, notice, "not-on-zalo")?;
            }
            Meaning::Unpaid(words) => {
                self.closed_until = Some(next_morning(wall));
                self.troubles.unpaid = Some(words);
                fall_back(live, notice, "zalo-closed")?;
            }
            Meaning::OurFault(words) => {
                let cause = format!("Zalo: {words}");
                self.troubles.fault = Some((wall, words));
                fall_back(live, notice, &cause)?;
            }
            Meaning::Unknown(words) => zalo::unclear(live, id, &words)?,
        }
        Ok(())
    }

    /// Nothing was sent: it is tried again.
    fn is_down(&mut self, live: &mut Live, notice: &Notice) -> Result<(), LiveError> {
        live.write(|step| step.postpone_notice(notice.id, notice.not_before))?;
        self.down_since.get_or_insert(live.wall());
        self.retry = Some(live.instant() + self.pause);
        self.pause = pause_after(self.pause);
        Ok(())
    }

    /// Gives the thread the next template message, when it is free and nothing holds it back.
    pub(super) fn send_next(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if self.is_sending || !self.may_send || is_held(live)? {
            return Ok(());
        }
        let wall = live.wall();
        let may_try = self.retry.is_none_or(|t| live.instant() >= t);
        let cut_off = self
            .down_since
            .is_some_and(|since| wall - since >= PATIENCE);
        self.closed_until = self.closed_until.filter(|until| wall < *until);
        let closed = match (&self.jobs, may_try) {
            (None, _) => Some(Closed::CutOff),
            (Some(_), true) => self.closed_until.map(Closed::Until),
            (Some(_), false) if cut_off => Some(Closed::CutOff),
            (Some(_), false) => Some(Closed::Down),
        };
        let Some((notice, filled)) = next_by_zalo(live, closed)? else {
            // Nobody waits for the line any more: whether it is still down, nobody knows.
            self.troubles.line.take_if(|_| may_try);
            return Ok(());
        };
        let Some(jobs) = self.jobs.as_ref() else {
            return Ok(());
        };
        // Kept as 0912…; Zalo is given 84912….
        let phone = format!("84{}", notice.phone.trim_start_matches('0'));
        if live.store().mark_sending(notice.id)? {
            let job = Job {
                notice: Box::new(notice.clone()),
                phone,
                filled,
            };
            match jobs.send(job) {
                Ok(()) => self.is_sending = true,
                Err(_) => {
                    self.jobs = None;
                    self.is_down(live, &notice)?;
                }
            }
        }
        Ok(())
    }
}
