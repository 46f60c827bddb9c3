//! What is noted about who may act, about announcements, and who answered a message: it stands in the log among the events, and changes nothing of the office.

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Audit {
    /// Somebody typed a wrong PIN for the official.
    WrongPin,
    /// The official chose a PIN.
    PinSet,
    /// The official's PIN was taken away.
    PinReset,
    /// The configuration names the official, who was not there before.
    Added,
    /// The configuration names the official no more.
    Removed,
    /// The configuration makes the official a head.
    MadeHead,
    /// The official is no longer a head.
    NoLongerHead,
    /// From now on officials must sign in.
    SignInOn,
    /// Nobody must sign in any more: by the configuration that the office has, or by another one on the same store.
    SignInOff,
    /// A backup was opened in place of the store; what was done after it was made is in the file that was set aside.
    Restored,
    /// A head confirmed an announcement: it is on the pages, and goes to who agreed.
    Announced,
    /// No more messages of an announcement go out.
    AnnouncementStopped,
    /// They go on.
    AnnouncementResumed,
    /// An announcement was taken from the pages.
    AnnouncementWithdrawn,
    /// An official answered a message in own words, which stand in the notice alone.
    Answered,
}

impl Audit {
    /// The name in the language of events.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The one of a name.
    pub fn by_id(id: &str) -> Option<Self> {
        use strum::IntoEnumIterator;
        Self::iter().find(|audit| audit.id() == id)
    }
}
