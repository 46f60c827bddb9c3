//! What a message was understood as.

use serde::{Deserialize, Serialize};

use crate::domain::dossier::ProvinceCode;
use crate::domain::text::Code;
use crate::domain::time::{Day, Half, TimeOfDay};

/// What the sender wants.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// `DK`: an appointment.
    Book,
    /// `HUY`: take one back.
    Cancel,
    /// `DOI`: another time for one.
    Move,
    /// `TC`: what this phone has open, or one code.
    Lookup,
    /// `DG`: rate the service.
    Rate,
    /// `GIUP`: how it works; with a procedure its papers (S1.7).
    Help,
    /// Anything else.
    #[default]
    Unknown,
}

impl Intent {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Cancel => "cancel",
            Self::Move => "move",
            Self::Lookup => "lookup",
            Self::Rate => "rate",
            Self::Help => "help",
            Self::Unknown => "unknown",
        }
    }
}

/// A part that must be asked for, in the order in which it is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Whose appointment.
    Name,
    /// What for.
    Procedure,
    /// On which day.
    Date,
    /// The transaction code.
    Code,
    /// The ticket's number.
    Number,
    /// 1 to 5.
    Rating,
}

impl Part {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Procedure => "procedure",
            Self::Date => "date",
            Self::Code => "code",
            Self::Number => "number",
            Self::Rating => "rating",
        }
    }
}

/// Why a part is missing although something was written for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Two procedures in one message: their ids, in its order.
    TwoProcedures(String, String),
    /// Two days that differ, or a weekday that the date does not fall on.
    TwoDates,
    /// Only that it is before or after a day.
    OpenDay(Bound, Day),
    /// `31/11`.
    NoSuchDate,
    /// A day that is over.
    PastDate,
    /// A day of the lunar calendar.
    LunarDate,
    /// Two codes.
    TwoCodes,
    /// It begins as a code does and is none.
    NoSuchCode,
    /// Two numbers, either of which may be the ticket's.
    TwoNumbers,
    /// At noon or in the evening, when no office is open.
    OutOfHours,
    /// A rating outside 1 to 5.
    NoSuchRating,
    /// Several commands in one line.
    SeveralCommands,
    /// Several people, each of whom wants a booking.
    SeveralPeople(Vec<String>),
}

impl Doubt {
    /// Whether another day settles it.
    pub(super) fn is_of_day(&self) -> bool {
        matches!(
            self,
            Self::TwoDates
                | Self::OpenDay(..)
                | Self::NoSuchDate
                | Self::PastDate
                | Self::LunarDate
        )
    }
}

/// On which side of the day that is said the day lies that is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `truoc 10/12`.
    Before,
    /// `sau 10/12`.
    After,
    /// `tu 10/12`.
    From,
}

/// What a question is about that is answered by what the office knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Which papers to bring.
    #[default]
    Papers,
    /// What it costs.
    Fee,
    /// How long it takes.
    Limit,
    /// Both of these.
    FeeAndLimit,
    /// Which papers, and what it costs.
    PapersAndFee,
    /// Which papers, and how long it takes.
    PapersAndLimit,
    /// On which half-days of a day there is room for bookings.
    Room,
    /// When the office is open.
    Hours,
    /// Where the office is, and at which counter.
    Place,
    /// Its telephone.
    Phone,
    /// What to bring to fetch a result.
    Result,
    /// What to do where a paper, or the slip of a dossier, is lost.
    Lost,
    /// How many wait now.
    Crowd,
    /// Which number is being served.
    Called,
}

/// What a message means. Parts that its intent has no use for, and unknown ones, are absent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// What is wanted.
    pub intent: Intent,
    /// A person or organisation, as typed (NFC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Id of a procedure of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// The word that the sender has for it, where the office knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The half-day; always there when there is an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half: Option<Half>,
    /// The hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    /// The ticket's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The transaction code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The province's code of a dossier that is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<ProvinceCode>,
    /// The codes of a message that has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// What was written behind a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What must be asked before anything is done, in the order of [`Part`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Part>,
    /// Why something is missing although something was written for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// The days of a message that has several, the likeliest first; of one that has a week alone, its Monday.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// How often its missing parts were asked for before.
    #[serde(skip_serializing_if = "is_zero")]
    pub asked: u8,
    /// Another time that was offered instead: what `OK` would mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Box<Reading>>,
    /// What is asked, where the intent is a help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// Something done is told or asked about: `da dat lich … roi`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
    /// Somebody complains, or wants the office to look into something: an official reads it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub grievance: bool,
    /// Thanks and the like, behind what was settled: no answer is waited for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub polite: bool,
    /// Adverts and the like: no answer at all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// For an unknown message: what it would mean if it opened with the command. It is never acted on;
    /// the answer shows the text to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meant: Option<Box<Reading>>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde wants it
fn is_zero(n: &u8) -> bool {
    *n == 0
}

impl Reading {
    /// A message that no command opens, and what it may mean.
    pub(super) fn unknown(meant: Option<Self>) -> Self {
        Self {
            meant: meant.map(Box::new),
            ..Self::default()
        }
    }

    /// What only an official can answer.
    pub(super) fn complaint() -> Self {
        Self {
            grievance: true,
            ..Self::default()
        }
    }

    /// Whether it is a question that is answered by what the office knows: papers, or when the turn comes.
    pub fn is_question(&self) -> bool {
        let asked = |meant: &Self| match meant.intent {
            Intent::Help => true,
            Intent::Lookup => meant.code.is_none() && meant.missing.is_empty(),
            _ => false,
        };
        self.intent == Intent::Unknown && self.meant.as_deref().is_some_and(asked)
    }

    /// Whether the question is one that the office may know no answer to: what a phone has open it always knows, but not which
    /// number is served.
    pub fn asks_the_office(&self) -> bool {
        let unsure =
            |meant: &Self| meant.intent == Intent::Help || meant.topic == Some(Topic::Called);
        self.is_question() && self.meant.as_deref().is_some_and(unsure)
    }

    /// The code as it is printed, of a booking or of a dossier.
    pub fn any_code(&self) -> Option<&str> {
        let own = self.code.as_ref().map(Code::as_str);
        own.or(self.province.as_ref().map(ProvinceCode::as_str))
    }

    /// The people who are named, where there are several.
    pub fn people(&self) -> Option<&[String]> {
        self.doubts.iter().find_map(|doubt| match doubt {
            Doubt::SeveralPeople(names) => Some(names.as_slice()),
            _ => None,
        })
    }

    /// Whether it can be acted on: a known intent of which nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.intent != Intent::Unknown && self.missing.is_empty()
    }
}
