//! Everything a key can do, one row for each action: its name in a key map, what is special about it, and when it is
//! offered. Keys and labels stand in the key map (`keymaps/default.toml`); footer, help and hand-out follow from both.

use super::offers::{
    Offer, always, board, call_number, cancel, chosen, confirm, done_next, leave, move_booking,
    phone, recall, requeue, resume, serving, set_priority, several_fields, sign_in, transfer, undo,
    walk_in,
};

/// What is special about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The work of the day: needs a key, and never on letters and digits alone, which an input method may swallow
    /// (Telex takes letters, VNI digits).
    Main,
    /// Without a key for it nobody can work, find help or leave.
    Needed,
    /// Only looks, and may be done by anyone at any time.
    Looks,
    /// Pressed twice within a second it is pressed once.
    Once,
    /// Has a place in the footer, in the order of this list: what has no room there is found in the help.
    Footer,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$($mark:ident)*] $offer:ident,)*) => {
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

            const fn marks(self) -> &'static [Mark] {
                match self {
                    $(Self::$variant => &[$(Mark::$mark),*],)*
                }
            }

            /// Whether it is possible, where a page does not say otherwise.
            pub(super) fn offer(self) -> Offer {
                match self {
                    $(Self::$variant => $offer,)*
                }
            }
        }
    };
}

actions! {
    /// Help with all keys.
    Help = "help" [Looks Needed Footer] always,
    /// Finish the one in service, call the next.
    DoneNext = "done-next" [Main Once Footer] done_next,
    /// The same call again.
    Recall = "recall" [Main Footer] recall,
    /// Nobody came to the call.
    Absent = "absent" [Main Once Footer] serving,
    /// A number for someone who walked in.
    WalkIn = "walk-in" [Main Footer] walk_in,
    /// A booking made at the desk.
    Booking = "booking" [Main Footer] always,
    /// A booked person is here: code or number.
    CheckIn = "check-in" [Main Footer] always,
    /// The one in service goes to another field.
    Transfer = "transfer" [Main Footer] transfer,
    /// Close the counter with a reason, or open it again.
    Pause = "pause" [Main Once Footer] always,
    /// Take back the last action of this counter.
    Undo = "undo" [Main Footer] undo,
    /// The next page.
    NextScreen = "next-screen" [Looks Needed Footer] always,
    /// Find a person.
    Search = "search" [Looks Footer] always,
    /// Why the chosen row stands where it stands.
    Why = "why" [Looks Footer] chosen,
    /// A given number now, out of order.
    CallNumber = "call-number" [Footer] call_number,
    /// Keep the one in service aside.
    Hold = "hold" [Footer] serving,
    /// Go on with one who was kept aside.
    Resume = "resume" [Footer] resume,
    /// A missed walk-in came after all: the old place.
    Requeue = "requeue" [Footer] requeue,
    /// Grant the chosen request, or note that the citizen agrees to what was proposed; note that a message was seen, or
    /// a call made.
    Confirm = "confirm" [Once Footer] confirm,
    /// Cancel the chosen number; give up the chosen message.
    Cancel = "cancel" [Once Footer] cancel,
    /// Another time for the chosen booking.
    Move = "move" [Footer] move_booking,
    /// The phone of the chosen row in full, to call the citizen.
    Phone = "phone" [Looks Footer] phone,
    /// Send the chosen message again.
    Resend = "resend" [Once Footer] always,
    /// A word of the chosen message is to be one for a procedure.
    Learn = "learn" [Footer] always,
    /// Hold all sending, or let it go on.
    HoldSending = "hold-sending" [Once Footer] always,
    /// Priority by law, or none.
    SetPriority = "set-priority" [Footer] set_priority,
    /// Name of the chosen row.
    SetName = "set-name" [Footer] chosen,
    /// Procedure of the chosen row.
    SetProcedure = "set-procedure" [Footer] chosen,
    /// Close a half-day of a field, or open it again.
    Session = "session" [Footer] always,
    /// Unlock a phone, or note whose it is.
    PhoneRecord = "phone-record" [Footer] always,
    /// An official signs in with the PIN.
    SignIn = "sign-in" [Looks Footer] sign_in,
    /// Leave the program, after a question.
    Quit = "quit" [Looks Needed Footer] always,
    /// The person of the chosen row went away.
    Leave = "leave" [] leave,
    /// Show numbers on a board to try it.
    TestBoard = "test-board" [] board,
    /// The address of the booking page as a QR code.
    Qr = "qr" [Looks] always,
    /// The page before.
    PreviousScreen = "previous-screen" [Looks] always,
    /// Details of the chosen row.
    Open = "open" [Looks] chosen,
    /// One row up.
    Up = "up" [Looks Needed] always,
    /// One row down.
    Down = "down" [Looks Needed] always,
    /// As many rows up as are in sight.
    PageUp = "page-up" [Looks] always,
    /// As many rows down as are in sight.
    PageDown = "page-down" [Looks] always,
    /// The first row.
    First = "first" [Looks] always,
    /// The last row.
    Last = "last" [Looks] always,
    /// The queue of the field before.
    PreviousField = "previous-field" [Looks] several_fields,
    /// The queue of the next field.
    NextField = "next-field" [Looks] several_fields,
}

impl Action {
    /// The action of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|action| action.name() == name)
    }

    fn is(self, mark: Mark) -> bool {
        self.marks().contains(&mark)
    }

    /// The work of the day. Its keys are never letters and digits alone.
    pub fn is_main(self) -> bool {
        self.is(Mark::Main)
    }

    /// Whether a key map must have a key for it.
    pub fn is_needed(self) -> bool {
        self.is_main() || self.is(Mark::Needed)
    }

    /// Whether it only looks, and may be done by anyone at any time.
    pub fn only_looks(self) -> bool {
        self.is(Mark::Looks)
    }

    /// Whether two presses within a second are one.
    pub fn is_once(self) -> bool {
        self.is(Mark::Once)
    }

    /// Whether it has a place in the footer.
    pub fn is_in_footer(self) -> bool {
        self.is(Mark::Footer)
    }
}
