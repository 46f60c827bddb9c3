//! The host as the screens see it.

use chrono::NaiveDateTime;
use motcua::app::status::{BoardStatus, Status};

/// A host that lives, with a board at each of the first two counters.
pub(crate) fn well(now: NaiveDateTime) -> Status {
    let board = |counter: &str| BoardStatus {
        counter: counter.to_owned(),
        shown: u64::MAX,
        ..BoardStatus::default()
    };
    Status {
        pid: 1,
        heartbeat: (now - chrono::TimeDelta::hours(7)).and_utc().timestamp(),
        boards: vec![board("1"), board("2")],
        ..Status::default()
    }
}
