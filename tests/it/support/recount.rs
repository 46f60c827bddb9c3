//! The recount: all logged events once more through a fresh office must give exactly the tables that are there.

use std::path::Path;

use motcua::app::recount;
use motcua::config::Config;
use motcua::domain::rules::Rules;
use motcua::store::Store;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

/// The rules of an office's `motcua.toml`.
pub(crate) fn rules(config: &Path) -> Rules {
    Config::load(config)
        .expect("the office's motcua.toml")
        .rules
}

/// Counts the log of `database` anew and compares; answers how many events there were. It is counted in a copy: who works
/// on the database meanwhile is not disturbed, and does not disturb.
#[track_caller]
pub(crate) fn recount(database: &Path, rules: &Rules) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    // Read only: closing it takes no log into the database.
    let there = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut here = Connection::open(&copy).unwrap();
    let copying = Backup::new(&there, &mut here).unwrap();
    copying
        .run_to_completion(i32::MAX, std::time::Duration::from_millis(5), None)
        .unwrap();
    drop(copying);
    drop(here);
    let found = recount::recount(&Store::open(&copy).unwrap(), rules).unwrap();
    assert_eq!(found.differences, Vec::<String>::new(), "of {found:?}");
    assert!(!found.uncountable);
    found.events
}
