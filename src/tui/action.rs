//! Everything a key can do, one row for each action: its name in a key map, whose key it is, and what else is special
//! about it. Keys and labels stand in the key map (`keymaps/default.toml`); footer and help follow from both. When an
//! action is possible stands in `offers`, where that does not follow from whose it is; what it asks about the chosen
//! ticket or dossier stands with the forms (`forms/ticket.rs`, `forms/dossier.rs`).

/// What is special about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The work of the day: needs a key, and never on letters and digits alone, which an input method may swallow
    /// (Telex takes letters, VNI digits).
    Main,
    /// Without a key for it nobody can work, find help or leave.
    Needed,
    /// Only looks, and may be done at any time by whoever may use the screen.
    Looks,
    /// Pressed twice within a second it is pressed once.
    Once,
    /// Stands for a fixed key of forms and windows, and is nothing on a screen.
    Forms,
    /// Has a place in the footer, in the order of this list: what has no room there is found in the help.
    Footer,
    /// About the one in service here; possible while somebody is, where `offers` does not say otherwise.
    Served,
    /// About the chosen row; possible while one is chosen, where `offers` does not say otherwise.
    Row,
    /// Only leads to what a head of the office decides.
    Head,
}

/// Whom the keys of a group are about: the one in service here, the chosen row, or the office.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// Without a mark.
    Office,
    /// [`Mark::Served`].
    Served,
    /// [`Mark::Row`].
    Row,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$($mark:ident)*],)*) => {
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
        }
    };
}

actions! {
    /// Help with all keys.
    Help = "help" [Looks Needed],
    /// Finish the one in service, call the next.
    DoneNext = "done-next" [Main Once Footer Served],
    /// The same call again.
    Recall = "recall" [Main Footer Served],
    /// Nobody came to the call.
    Absent = "absent" [Main Once Footer Served],
    /// A number for someone who walked in.
    WalkIn = "walk-in" [Main Footer],
    /// A booking made at the desk.
    Booking = "booking" [Main Footer],
    /// A booked person is here: code or number.
    CheckIn = "check-in" [Main Footer],
    /// The one in service goes to another field.
    Transfer = "transfer" [Main Footer Served],
    /// Receive a dossier of the one in service.
    Receive = "receive" [Once Footer Served],
    /// Close the counter with a reason, or open it again.
    Pause = "pause" [Main Once Footer],
    /// Take back the last action of this counter.
    Undo = "undo" [Main Once Footer],
    /// Do again what was taken back last.
    Redo = "redo" [Once Footer],
    /// The next page.
    NextScreen = "next-screen" [Looks Needed],
    /// The queue.
    QueuePage = "queue-page" [Looks],
    /// The bookings.
    BookingsPage = "bookings-page" [Looks],
    /// The requests.
    RequestsPage = "requests-page" [Looks],
    /// The messages.
    MessagesPage = "messages-page" [Looks],
    /// The dossiers.
    DossiersPage = "dossiers-page" [Looks],
    /// Begin to work on the chosen dossier.
    Process = "process" [Once Footer],
    /// The chosen dossier's result is ready.
    Complete = "complete" [Once Footer],
    /// The chosen dossier's result is fetched; where it was done while the person waits, it is completed with it.
    HandOver = "hand-over" [Once Footer],
    /// Papers of the chosen dossier are missing.
    AskSupplement = "ask-supplement" [Footer],
    /// The papers are back.
    Supplement = "supplement" [Once Footer],
    /// The chosen dossier is late: another day.
    Apologise = "apologise" [Footer],
    /// The chosen dossier is refused.
    Refuse = "refuse" [Footer],
    /// The chosen dossier is stopped, as its holder wishes.
    StopDossier = "stop-dossier" [Footer],
    /// Name, procedure or code of the chosen dossier was written down wrongly.
    Correct = "correct" [Footer],
    /// The slip of the chosen dossier or number, on paper.
    Slip = "slip" [Footer Row],
    /// Comments and complaints.
    CommentsPage = "comments-page" [Looks],
    /// Figures of periods.
    FiguresPage = "figures-page" [Looks],
    /// How often the waits that were told came true.
    WaitsHeld = "waits-held" [Looks],
    /// The person of the chosen row went away.
    Leave = "leave" [Footer Row],
    /// Find a person.
    Search = "search" [Looks Footer],
    /// A given number now, out of order.
    CallNumber = "call-number" [Footer],
    /// Keep the one in service aside.
    Hold = "hold" [Footer Served],
    /// The one in service is told what is missing, or why it cannot be accepted.
    Advise = "advise" [Footer Served],
    /// Go on with one who was kept aside.
    Resume = "resume" [Footer],
    /// An official signs in with the PIN, or out.
    SignIn = "sign-in" [Looks Footer],
    /// A missed walk-in came after all: the old place.
    Requeue = "requeue" [Footer],
    /// The address of the booking page as a QR code.
    Qr = "qr" [Looks Footer],
    /// Show numbers on a board to try it.
    TestBoard = "test-board" [Footer],
    /// Grant the chosen request, or note that the citizen agrees to what was proposed; note that a message was seen, or
    /// a call made.
    Confirm = "confirm" [Once Footer],
    /// Cancel the chosen number; give up the chosen message.
    Cancel = "cancel" [Once Footer Row],
    /// Another time for the chosen booking.
    Move = "move" [Footer Row],
    /// The phone of the chosen row in full, to call the citizen.
    Phone = "phone" [Looks Footer Row],
    /// Send the chosen message again.
    Resend = "resend" [Once Footer],
    /// Answer the chosen message in own words.
    Answer = "answer" [Once Footer],
    /// A word of the chosen message is to be one for a procedure.
    Learn = "learn" [Footer Head],
    /// Hold all sending, or let it go on.
    HoldSending = "hold-sending" [Once Footer Head],
    /// Priority by law, or none.
    SetPriority = "set-priority" [Footer Row],
    /// Name of the chosen row.
    SetName = "set-name" [Footer Row],
    /// Procedure of the chosen row.
    SetProcedure = "set-procedure" [Footer Row],
    /// Why the chosen row stands where it stands.
    Why = "why" [Looks Footer Row],
    /// Close a half-day of a field, or open it again.
    Session = "session" [Footer],
    /// Days off, leave, counters.
    Calendar = "calendar" [Footer Head],
    /// Unlock a phone, or note whose it is.
    PhoneRecord = "phone-record" [Footer Head],
    /// Take back all bookings that came from where the chosen one came from.
    Sweep = "sweep" [Once Footer],
    /// Shut the booking page, or open it again.
    ShutForm = "shut-form" [Once Footer],
    /// Pair a display in the lobby: it may show the code of the day.
    PairDisplay = "pair-display" [Footer Head],
    /// Leave the program, after a question.
    Quit = "quit" [Looks Needed Footer],
    /// Announcements: written, sent, stopped; who wants them.
    Announce = "announce" [Footer],
    /// The page before.
    PreviousScreen = "previous-screen" [Looks],
    /// Details of the chosen row.
    Open = "open" [Looks Row],
    /// One row up.
    Up = "up" [Looks Needed],
    /// One row down.
    Down = "down" [Looks Needed],
    /// As many rows up as are in sight.
    PageUp = "page-up" [Looks],
    /// As many rows down as are in sight.
    PageDown = "page-down" [Looks],
    /// The first row.
    First = "first" [Looks],
    /// The last row.
    Last = "last" [Looks],
    /// The queue of the field before.
    PreviousField = "previous-field" [Looks],
    /// The queue of the next field.
    NextField = "next-field" [Looks],
    /// One step back, as Esc.
    Back = "back" [Looks Forms],
    /// The next row of a form, as Tab.
    NextRow = "next-row" [Looks Forms],
    /// Marks what is yes or no, as the blank.
    Mark = "mark" [Looks Forms],
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

    /// Whether it only looks, and may be done at any time by whoever may use the screen.
    pub fn only_looks(self) -> bool {
        self.is(Mark::Looks)
    }

    /// Whether two presses within a second are one.
    pub fn is_once(self) -> bool {
        self.is(Mark::Once)
    }

    /// Whether it stands for a fixed key of forms.
    pub fn is_of_forms(self) -> bool {
        self.is(Mark::Forms)
    }

    /// Whether it has a place in the footer.
    pub fn is_in_footer(self) -> bool {
        self.is(Mark::Footer)
    }

    /// Whom it is about.
    pub(super) fn group(self) -> Group {
        match (self.is(Mark::Served), self.is(Mark::Row)) {
            (true, _) => Group::Served,
            (_, true) => Group::Row,
            _ => Group::Office,
        }
    }

    /// Whether it only leads to what a head of the office decides.
    pub(super) fn needs_head(self) -> bool {
        self.is(Mark::Head)
    }
}
