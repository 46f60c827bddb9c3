//! Everything a key can do.

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a key asks for. The names (`done-next`) are those of the key map's `run`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $variant,)*
        }

        impl Action {
            /// All actions, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in a key map.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

actions! {
    /// Help with all keys.
    Help = "help",
    /// Finish the one in service, call the next.
    DoneNext = "done-next",
    /// The same call again.
    Recall = "recall",
    /// Nobody came to the call.
    Absent = "absent",
    /// A number for someone who walked in.
    WalkIn = "walk-in",
    /// A booking made at the desk.
    Booking = "booking",
    /// A booked person is here: code or number.
    CheckIn = "check-in",
    /// The one in service goes to another field.
    Transfer = "transfer",
    /// Close the counter with a reason, or open it again.
    Pause = "pause",
    /// An official signs in with the PIN.
    SignIn = "sign-in",
    /// Show numbers on a board to try it.
    TestBoard = "test-board",
    /// The next screen.
    NextScreen = "next-screen",
    /// The screen before.
    PreviousScreen = "previous-screen",
    /// Take back the last action of this counter.
    Undo = "undo",
    /// Find a person.
    Search = "search",
    /// Why the chosen row stands where it stands.
    Why = "why",
    /// Details of the chosen row.
    Open = "open",
    /// One row up.
    Up = "up",
    /// One row down.
    Down = "down",
    /// One page up.
    PageUp = "page-up",
    /// One page down.
    PageDown = "page-down",
    /// The first row.
    First = "first",
    /// The last row.
    Last = "last",
    /// The queue of the field before.
    PreviousField = "previous-field",
    /// The queue of the next field.
    NextField = "next-field",
    /// A given number now, out of order.
    CallNumber = "call-number",
    /// Keep the one in service aside.
    Hold = "hold",
    /// Go on with one who was kept aside.
    Resume = "resume",
    /// A missed walk-in came after all: the old place.
    Requeue = "requeue",
    /// The person of the chosen row went away.
    Leave = "leave",
    /// Priority by law, or none.
    SetPriority = "set-priority",
    /// Name of the chosen row.
    SetName = "set-name",
    /// Procedure of the chosen row.
    SetProcedure = "set-procedure",
    /// Another time for the chosen booking.
    Move = "move",
    /// Grant the chosen request, or note that the citizen agrees to what was proposed; note that a message was seen, or
    /// a call made.
    Confirm = "confirm",
    /// The phone of the chosen row in full, to call the citizen.
    Phone = "phone",
    /// Cancel the chosen number; give up the chosen message.
    Cancel = "cancel",
    /// Send the chosen message again.
    Resend = "resend",
    /// Hold all sending, or let it go on.
    HoldSending = "hold-sending",
    /// A word of the chosen message is to be one for a procedure.
    Learn = "learn",
    /// The address of the booking page as a QR code.
    Qr = "qr",
    /// Close a half-day of a field, or open it again.
    Session = "session",
    /// Unlock a phone, or note whose it is.
    PhoneRecord = "phone-record",
    /// Leave the program, after a question.
    Quit = "quit",
}

impl Action {
    /// The action of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }

    /// The work of the day. Never on letters and digits alone, which an input method may swallow
    /// (Telex takes letters, VNI digits).
    pub const fn is_main(self) -> bool {
        use Action::{Absent, Booking, CheckIn, DoneNext, Pause, Recall, Transfer, Undo, WalkIn};
        matches!(
            self,
            DoneNext | Recall | Absent | WalkIn | Booking | CheckIn | Transfer | Pause | Undo
        )
    }

    /// Without a key for these nobody can work, find help or leave.
    pub const fn is_needed(self) -> bool {
        use Action::{Down, Help, NextScreen, Quit, Up};
        self.is_main() || matches!(self, Help | Quit | NextScreen | Up | Down)
    }
}
