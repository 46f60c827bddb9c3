//! The domain's own types in columns of the database.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Type, ValueRef};
use rusqlite::{Row, ToSql};

use crate::domain::notice::{MessageState, NoticeState, Route};
use crate::domain::text::{Phone, clean};
use crate::domain::ticket::{Channel, Contact, Person, State};

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

impl ToSql for Route {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.id().into())
    }
}

impl FromSql for Route {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_str()?
            .parse()
            .map_err(|_| FromSqlError::InvalidType)
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

/// A text; a file that somebody worked on must not reach the terminal with escape sequences.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<String>> {
    let text = row.get::<_, Option<String>>(at)?;
    Ok(text.map(|text| clean(&text)))
}

/// Whose a ticket or dossier is: its channel with the procedure behind it, and its phone with the rest.
pub(super) fn person(row: &Row<'_>, channel: usize, phone: usize) -> rusqlite::Result<Person> {
    Ok(Person {
        channel: word(row, channel, &Channel::ALL, Channel::id)?,
        procedure: text(row, channel + 1)?,
        phone: row.get::<_, Option<String>>(phone)?.map(|p| Phone::raw(&p)),
        name: text(row, phone + 1)?,
        note: text(row, phone + 2)?,
        helper: text(row, phone + 3)?,
        consent: row
            .get::<_, Option<u16>>(phone + 4)?
            .filter(|version| *version > 0),
        code: row.get(phone + 5)?,
        contact: match row.get::<_, Option<String>>(phone + 6)? {
            Some(_) => word(row, phone + 6, &Contact::ALL, Contact::id)?,
            None => Contact::default(),
        },
        // What a ticket alone has, it reads itself.
        ..Person::default()
    })
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
