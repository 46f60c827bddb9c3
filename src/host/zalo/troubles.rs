//! What is not well with Zalo, as the screens say it.

use crate::app::status::{Status, ZaloStatus};
use crate::host::words::zalo as words;

/// That one message was refused is told for so many milliseconds.
const FAULT_TOLD: i64 = 60 * 60 * 1000;

/// Each in words; none where all is well.
#[derive(Default)]
pub(super) struct Troubles {
    pub line: Option<String>,
    pub tokens: Option<String>,
    pub bot: Option<String>,
    pub relay: Option<String>,
    /// The last time that something came which was not Zalo's.
    pub unbelieved: Option<String>,
    pub unpaid: Option<String>,
    /// With the wall clock's time.
    pub fault: Option<(i64, String)>,
    pub old: Option<String>,
    pub aside: Option<String>,
    pub spent: bool,
}

impl Troubles {
    /// What is told for a while only ends.
    pub(super) fn age(&mut self, wall: i64) {
        self.fault.take_if(|(at, _)| wall - *at >= FAULT_TOLD);
    }

    /// Tells the screens, the worst first.
    pub(super) fn tell(&self, status: &mut Status) {
        let said = |words: &Option<String>, of: fn(&str) -> String| words.as_deref().map(of);
        let troubles = [
            said(&self.tokens, words::of_account),
            said(&self.line, words::of_account),
            said(&self.bot, words::of_bot),
            said(&self.relay, words::of_relay),
            said(&self.unpaid, words::unpaid),
            self.fault.as_ref().map(|(_, said)| words::fault(said)),
            said(&self.aside, words::of_account),
            said(&self.unbelieved, words::of_relay),
            self.old.clone(),
            self.spent.then(|| words::MONEY_IS_SPENT.to_owned()),
        ];
        let troubles: Vec<String> = troubles.into_iter().flatten().collect();
        status.zalo = Some(ZaloStatus {
            trouble: troubles.first().cloned(),
        });
        status.notices.extend(troubles);
    }
}
