//! The time stamp of a service centre.
use std::fmt;

use super::PduError;
use super::octets::Octets;

/// A moment as a service centre notes it: local time and its distance from UTC.
///
/// Some centres write nonsense; such a stamp is kept as it came and has no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp(pub [u8; 7]);

/// What a sound stamp says.
struct Moment {
    /// Year, month, day, hour, minute, second.
    fields: [i64; 6],
    /// Minutes east of UTC.
    offset: i64,
}

impl Stamp {
    pub(super) fn read(octets: &mut Octets<'_>) -> Result<Self, PduError> {
        let octets = octets.take(7)?.try_into();
        octets.map(Self).map_err(|_| PduError::Short)
    }

    /// Seconds since 1970 began in UTC; none when the stamp is nonsense.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        let Moment { fields, offset } = self.moment()?;
        let [year, month, day, hour, minute, second] = fields;
        let before: i64 = (1970..year).map(|year| days(year, 12)).sum();
        let date = before + days(year, month - 1) + day - 1;
        Some(((date * 24 + hour) * 60 + minute - offset) * 60 + second)
    }

    fn moment(&self) -> Option<Moment> {
        let mut fields = [0; 6];
        for (field, octet) in fields.iter_mut().zip(self.0) {
            *field = two_digits(octet)?;
        }
        let zone = self.0[6];
        let quarters = two_digits(zone & !8)?;
        fields[0] += 2000;
        let [year, month, day, hour, minute, second] = fields;
        let sound = (1..=12).contains(&month)
            && (1..=days(year, month) - days(year, month - 1)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let offset = if zone & 8 == 0 { quarters } else { -quarters } * 15;
        sound.then_some(Moment { fields, offset })
    }
}

impl fmt::Display for Stamp {
    /// As ISO 8601 has it, or the bare octets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Moment { fields, offset }) = self.moment() else {
            return self.0.iter().try_for_each(|octet| write!(f, "{octet:02X}"));
        };
        let [year, month, day, hour, minute, second] = fields;
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        write!(
            f,
            "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}"
        )
    }
}

/// Two decimal digits, low half first.
fn two_digits(octet: u8) -> Option<i64> {
    let (tens, ones) = (octet & 15, octet >> 4);
    (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
}

/// The days of the first `months` months of a year from 1970 to 2099.
fn days(year: i64, months: i64) -> i64 {
    const BEFORE: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let leap = i64::from(months >= 2 && year % 4 == 0);
    BEFORE[months.clamp(0, 12) as usize] + leap
}
