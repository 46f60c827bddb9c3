//! The screen at the counter: what it shows, and what keys do to a real office.

mod actions;
mod answering;
mod catalogue;
pub(crate) mod corrected;
mod desk;
mod dossiers;
mod eighth_day;
mod fifth_day;
mod figures;
mod filled;
mod first_day;
mod fourth_day;
pub(crate) mod host;
mod kept;
mod letters;
mod limits;
mod linear;
mod locked;
mod mail;
mod mouse;
mod newcomer;
mod ninth_day;
mod office;
pub(crate) mod pictures;
mod requests;
pub(crate) mod sample;
mod second_day;
mod seventh_day;
mod sixth_day;
mod subject;
mod tenth_day;
mod third_day;
mod typing;
mod widths;
mod windows;

use chrono::NaiveDateTime;
use motcua::app::waits::foresee;
use motcua::domain::Office;
use motcua::domain::forecast::Forecast;
use motcua::domain::time::Minute;

/// The forecast of a minute; a test's few are never given back.
fn foreseen(office: &Office, now: NaiveDateTime) -> &'static Forecast {
    let now = Minute::from_chrono(now).max(office.now());
    Box::leak(Box::new(foresee(office, now)))
}
