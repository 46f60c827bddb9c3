//! What people ask of the office about their own data: to see, correct or erase it, or to take a consent back. Each is an
//! entry with its clocks (Law 91/2025/QH15, Decree 356/2025): acknowledged within 2 working days, done within 15.

use rusqlite::params;

use super::sql::all;
use super::{Store, StoreError, Transaction};
use crate::domain::time::Minute;

/// What is asked.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, strum::EnumString, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "snake_case")]
pub enum Right {
    /// To see what the office has.
    See,
    /// To have it put right.
    Correct,
    /// To have it erased.
    Erase,
    /// To take a consent back.
    Withdraw,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataRequest {
    /// Its number.
    pub id: i64,
    /// Who asks; erased with everything else.
    pub phone: Option<String>,
    /// For what; as it is written in the table.
    pub right: String,
    /// When it came.
    pub made: Minute,
    /// When the citizen was told that it came.
    pub acknowledged: Option<Minute>,
}

impl Store {
    /// What is asked and not done yet, oldest first.
    pub fn data_requests(&self) -> Result<Vec<DataRequest>, StoreError> {
        let sql = "SELECT id, phone, kind, made, acknowledged FROM data_request WHERE done IS NULL ORDER BY id";
        self.run(|db| {
            all(db, sql, [], |row| {
                Ok(DataRequest {
                    id: row.get(0)?,
                    phone: row.get(1)?,
                    right: row.get(2)?,
                    made: Minute(row.get(3)?),
                    acknowledged: row.get::<_, Option<i32>>(4)?.map(Minute),
                })
            })
        })
    }
}

impl Transaction<'_> {
    /// Enters what somebody asks for; answers its number.
    pub fn enter_data_request(
        &self,
        phone: &str,
        right: Right,
        now: Minute,
    ) -> Result<i64, StoreError> {
        let kind: &'static str = right.into();
        self.run(|tx| {
            tx.execute(
                "INSERT INTO data_request (phone, kind, made) VALUES (?, ?, ?)",
                params![phone, kind, now.0],
            )?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// The citizen was told that it came. Answers whether there is such an open one.
    pub fn acknowledge_data_request(&self, id: i64, now: Minute) -> Result<bool, StoreError> {
        let sql = "UPDATE data_request SET acknowledged = coalesce(acknowledged, ?) WHERE id = ? AND done IS NULL";
        self.run(|tx| Ok(tx.execute(sql, params![now.0, id])? > 0))
    }

    /// It is done. Answers whether there was such an open one.
    pub fn finish_data_request(&self, id: i64, now: Minute) -> Result<bool, StoreError> {
        let sql = "UPDATE data_request SET done = ?1, acknowledged = coalesce(acknowledged, ?1) WHERE id = ?2 AND done IS NULL";
        self.run(|tx| Ok(tx.execute(sql, params![now.0, id])? > 0))
    }
}
