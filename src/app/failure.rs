//! Why an event was not taken, for all who give events.

use chrono::NaiveDateTime;

use crate::store::StoreError;

/// Why an event was not taken. Nothing of it has happened.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The clock must be confirmed first.
    #[error(
        "máy đang chỉ {} ngày {}: giờ này có vẻ sai nên chưa làm gì. Nếu sai, chỉnh lại giờ của máy; nếu đúng, xác nhận trên màn hình motcua, hoặc: motcua event '{{\"type\":\"clock_confirmed\"}}'",
        now.format("%H:%M"),
        now.format("%d/%m/%Y")
    )]
    ClockInDoubt {
        /// What the clock says.
        now: NaiveDateTime,
    },
    /// A thread or a descriptor that the system does not give.
    #[error("máy không cấp đủ tài nguyên: {0}")]
    System(std::io::Error),
    /// No random numbers from the system.
    #[error("máy không cấp được số ngẫu nhiên: {0}")]
    Random(String),
}

impl LiveError {
    /// Whether the store refuses this one change, and waiting does not help it.
    pub fn is_of_one_write(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_of_one_write())
    }
}
