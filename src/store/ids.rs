//! Enums of the domain by their ids in the database.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Type, ValueRef};
use rusqlite::{Row, ToSql};

use crate::domain::notice::{MessageState, NoticeState};
use crate::domain::ticket::State;

impl ToSql for NoticeState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.id().into())
    }
}

impl FromSql for NoticeState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(value.as_str()?.parse().unwrap_or(Self::Unknown))
    }
}

impl ToSql for MessageState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.id().into())
    }
}

impl FromSql for MessageState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(value.as_str()?.parse().unwrap_or(Self::Open))
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = value.as_str()?;
        let found = Self::ALL.into_iter().find(|state| state.id() == id);
        found.ok_or(FromSqlError::InvalidType)
    }
}

/// A word of a closed set; anything else was not written by this program.
pub(super) fn word<T: Copy>(
    row: &Row<'_>,
    column: usize,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    let found = all.iter().copied().find(|t| id(*t) == text);
    found.ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, text.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::UNFINISHED;

    #[test]
    fn the_unfinished_states_are_the_domains() {
        for state in State::ALL {
            let named = UNFINISHED.contains(&format!("'{}'", state.id()));
            assert_eq!(named, !state.is_final(), "{state:?}");
        }
    }
}
