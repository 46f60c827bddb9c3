//! Announcements (S3.4): what a head of the office tells everybody: a power cut, a new policy, a holiday.
#![doc = include_str!("announcement.md")]

use super::sms::answers::MOST_SEPTETS;
use super::sms::gsm;
use super::time::{Day, Minute};

/// The most characters of the text for pages.
pub const LONGEST_TEXT: usize = 300;
/// The days of showing are at most so many, and end at most so many days from today.
pub const MOST_DAYS: i32 = 60;
/// Behind the text of a message: how to get no more of them.
const ENDING: &str = " Thoi nhan: nhan TU CHOI";
/// Announcements have this part of what a day's messages may cost: what concerns one citizen alone comes before what
/// concerns all.
const SHARE: u32 = 2;

/// Which one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct AnnouncementId(pub i64);

/// How far it is, by a head's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It is written, and nobody has seen it.
    #[default]
    Draft,
    /// It was confirmed: it stands on the pages, and messages go out as long as there are any.
    Sending,
    /// No more messages go out.
    Stopped,
}

impl State {
    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// What a head writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What it says on the pages.
    pub text: String,
    /// The first and the last day on which the pages show it.
    pub days: (Day, Day),
    /// The message as it goes out, signed; `None`: none goes to phones.
    pub message: Option<String>,
    /// Whether it goes by Zalo: to the followers of the account, and to who agreed in the chat with the bot.
    pub by_zalo: bool,
}

/// An announcement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// Which.
    pub id: AnnouncementId,
    /// What was written.
    pub draft: Draft,
    /// How far it is.
    pub state: State,
    /// It was taken from the pages before its last day.
    pub withdrawn: bool,
    /// When it was written.
    pub made: Minute,
    /// By which official, where they sign in.
    pub author: Option<String>,
    /// Who confirmed it.
    pub sender: Option<String>,
}

impl Announcement {
    /// Whether the pages show it on a day.
    pub fn is_shown_on(&self, day: Day) -> bool {
        let (first, last) = self.draft.days;
        self.state != State::Draft && !self.withdrawn && first <= day && day <= last
    }
}

/// How many messages of an announcement there are, phones and followers together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// All.
    pub all: u32,
    /// Those that went out.
    pub sent: u32,
    /// Those that can still go out.
    pub waiting: u32,
    /// Those of which nobody knows whether they did; none goes out again.
    pub unknown: u32,
}

/// How far an announcement comes and what that costs, at the moment that is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// Phones that agreed, each of which gets one message.
    pub phones: u32,
    /// Those who agreed in the bot's chat, which costs nothing.
    pub chats: u32,
    /// Followers of the account at Zalo.
    pub followers: u32,
    /// What one message costs, in đồng.
    pub price: u32,
    /// So many more messages the day's money lets announcements have, today and on each later day.
    pub left: (u32, u32),
    /// So many days are left for sending, today among them.
    pub days: u32,
}

impl Reach {
    /// What all of it costs, in đồng.
    pub fn cost(&self) -> u32 {
        self.phones.saturating_mul(self.price)
    }

    /// So many phones get it before its last day is over.
    pub fn in_time(&self) -> u32 {
        let later = self.left.1.saturating_mul(self.days.saturating_sub(1));
        self.phones.min(self.left.0.saturating_add(later))
    }

    /// Whether it comes to no more people and costs no more than `seen`.
    pub fn is_within(&self, seen: &Self) -> bool {
        self.phones <= seen.phones
            && self.chats <= seen.chats
            && self.followers <= seen.followers
            && self.cost() <= seen.cost()
    }
}

/// So many messages announcements may still have, of a day on which `sent` of any kind have gone out; money in đồng.
pub fn left_of_day(sent: u32, price: u32, daily_limit: u32) -> u32 {
    (daily_limit / SHARE)
        .checked_div(price)
        .unwrap_or(u32::MAX)
        .saturating_sub(sent)
}

/// The message as it goes to phones: in the letters of one message, signed by the office.
///
/// # Errors
/// How many letters too long it is.
pub fn message(office: &str, text: &str) -> Result<String, usize> {
    let whole = format!("{}: {}{ENDING}", gsm(office), gsm(text.trim()));
    match whole.len() {
        length if length > MOST_SEPTETS => Err(length - MOST_SEPTETS),
        _ => Ok(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_signed_and_says_how_to_get_no_more() {
        let text = "Mất điện sáng 25/11, làm việc lại từ 13h30";
        let said = message("UBND xã Vĩnh Thủy", text).unwrap();
        assert_eq!(
            said,
            "UBND xa Vinh Thuy: Mat dien sang 25/11, lam viec lai tu 13h30 Thoi nhan: nhan TU CHOI"
        );
        let room = MOST_SEPTETS - message("UBND xã Vĩnh Thủy", "").unwrap().len();
        assert!(message("UBND xã Vĩnh Thủy", &"x".repeat(room)).is_ok());
        assert_eq!(message("UBND xã Vĩnh Thủy", &"x".repeat(room + 3)), Err(3));
    }

    #[test]
    fn announcements_leave_half_of_the_days_money_to_what_concerns_one_alone() {
        assert_eq!(left_of_day(0, 350, 200_000), 285);
        assert_eq!(left_of_day(280, 350, 200_000), 5);
        assert_eq!(left_of_day(400, 350, 200_000), 0);
        assert_eq!(left_of_day(0, 0, 200_000), u32::MAX);
    }

    #[test]
    fn who_is_reached_in_time_is_not_promised_more_than_the_money_gives() {
        let reach = Reach {
            phones: 700,
            price: 350,
            left: (85, 285),
            days: 2,
            ..Reach::default()
        };
        assert_eq!((reach.in_time(), reach.cost()), (370, 245_000));
        let more = Reach {
            phones: 701,
            ..reach
        };
        assert!(reach.is_within(&reach) && !more.is_within(&reach));
    }
}
