//! What an office decides about its messages.

use crate::domain::hours::Hours;

/// The office's settings for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsRules {
    /// Whether a reminder is sent the evening before.
    pub reminder: bool,
    /// Whether those who wait elsewhere are told that their turn is near.
    pub near: bool,
    /// In this time of the day nothing is sent: from, to; it may go over midnight.
    pub quiet: Option<Hours>,
    /// What one message costs, in đồng (S3.3).
    pub price: u32,
    /// At most so many go out in a minute.
    pub per_minute: u32,
    /// At most so many answers does one phone get in 24 hours.
    pub answers_a_day: u32,
    /// So many bookings by message in ten minutes; what goes beyond are wishes that hold no slot. 0: any number, for a
    /// modem that was off brings a whole night's at once.
    pub per_ten_minutes: u32,
    /// So much may all messages of a day cost, in đồng: the SIM is the office's money.
    pub daily_limit: u32,
}

impl Default for SmsRules {
    fn default() -> Self {
        Self {
            reminder: true,
            near: true,
            quiet: None,
            price: 350,
            per_minute: 60,
            answers_a_day: 10,
            per_ten_minutes: 0,
            daily_limit: 200_000,
        }
    }
}
