//! The steps of setting a modem up.

/// A step of setting up, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Attention,
    Echo,
    Errors,
    Sim,
    Pin,
    Service,
    Format,
    Storages,
    /// Trying the storages.
    Storage,
    /// Which storage is selected, when none can be.
    Usage,
    /// Announcements of messages that the modem stores, in one of the ways that modems know.
    Announcements,
    Stored(u8),
    /// The acknowledged service, which goes with messages that are handed over at once.
    DirectService,
    Direct(u8),
    Registration,
    /// Whether the radio is on, when it is in no network.
    Radio,
    /// It is off: it is switched on.
    RadioOn,
    Signal,
    Centre,
    OwnNumber,
}
