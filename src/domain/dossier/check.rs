//! What is possible with a dossier now.

use super::act::{Act, Appointment, Receipt};
use super::{Dossier, DossierId, Stage};
use crate::domain::event::Reason;
use crate::domain::office::Office;
use crate::domain::time::Day;

impl Office {
    pub(in crate::domain) fn check_receipt(&self, receipt: &Receipt) -> Result<(), Reason> {
        if receipt.received.is_some_and(|at| at > self.now()) {
            return Err(Reason::Past);
        }
        if let Some(code) = &receipt.province
            && self.dossiers().by_province(code).is_some()
        {
            return Err(Reason::CodeTaken);
        }
        let comes_from_elsewhere = receipt.stage.is_some();
        match (receipt.due, receipt.limit) {
            _ if comes_from_elsewhere => Ok(()),
            (None, None) => Err(Reason::NeedsDueDate),
            (Some(due), _) => self.check_date(due, self.now().day()),
            _ => Ok(()),
        }
    }

    /// A day that can be promised: a working day, not before `first`.
    fn check_date(&self, day: Day, first: Day) -> Result<(), Reason> {
        if day < first {
            return Err(Reason::Past);
        }
        match self.rules().is_workday(day) {
            true => Ok(()),
            false => Err(Reason::NotAWorkday),
        }
    }

    pub(in crate::domain) fn check_act(&self, id: DossierId, act: &Act) -> Result<(), Reason> {
        let d = self.dossiers().get(id).ok_or(Reason::UnknownDossier)?;
        let among = |stages: &[Stage]| match stages.contains(&d.stage) {
            true => Ok(()),
            false => Err(Reason::NotInStage(d.stage)),
        };
        let open = [Stage::Received, Stage::Processing, Stage::AwaitsPapers];
        let in_work = [Stage::Received, Stage::Processing];
        let today = self.now().day();
        match act {
            Act::Process { .. } => among(&[Stage::Received]),
            Act::AskSupplement { until, visit, .. } => {
                among(&in_work)?;
                until.map_or(Ok(()), |day| self.check_date(day, today))?;
                let slot = |visit: &Appointment| self.slot_of_wish(visit.field, visit.wish);
                visit.as_ref().map_or(Ok(()), |visit| slot(visit).map(drop))
            }
            Act::Supplement => among(&[Stage::AwaitsPapers]),
            Act::Complete => among(&in_work),
            Act::HandOver { .. } => among(&[Stage::Received, Stage::Processing, Stage::Completed]),
            Act::Refuse { .. } | Act::Stop { .. } => among(&open),
            Act::Apologise { due, .. } => {
                among(&open)?;
                self.check_date(*due, today.next())
            }
            Act::Correct { province, .. } => self.check_correction(d, province.as_ref()),
        }
    }

    fn check_correction(
        &self,
        d: &Dossier,
        province: Option<&super::ProvinceCode>,
    ) -> Result<(), Reason> {
        let of = province.and_then(|code| self.dossiers().by_province(code));
        if of.is_some_and(|other| other.id != d.id) {
            return Err(Reason::CodeTaken);
        }
        match d.stage {
            Stage::Withdrawn => Err(Reason::NotInStage(d.stage)),
            // Of earlier days nothing is remembered.
            stage if stage.is_final() && d.ended.is_none_or(|at| at.day() < self.now().day()) => {
                Err(Reason::NotInStage(stage))
            }
            _ => Ok(()),
        }
    }
}
