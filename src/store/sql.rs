//! What is said to SQLite in one call; the statements stay prepared.

use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row, types::FromSql};

/// All rows.
pub(super) fn all<T>(
    db: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(values, read)?.collect()
}

/// The first row, if there is one.
pub(super) fn first<T>(
    db: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = db.prepare_cached(sql)?;
    statement.query_row(values, read).optional()
}

/// The one value that is asked for.
pub(super) fn value<T: FromSql>(db: &Connection, sql: &str, values: impl Params) -> Result<T> {
    let mut statement = db.prepare_cached(sql)?;
    statement.query_row(values, |row| row.get(0))
}

/// Changes rows, whatever their number.
pub(super) fn change(db: &Connection, sql: &str, values: impl Params) -> Result<()> {
    db.prepare_cached(sql)?.execute(values).map(drop)
}
