//! Why a command ended without doing its work, and where such causes come from.

use crate::app::live::LiveError;
use crate::config;
use crate::store::StoreError;

/// Why a command ended without doing its work.
pub(super) enum Failure {
    /// Refused, or something is in the way: exit code 1.
    Refused(String),
    /// The command line or the configuration is wrong: exit code 2.
    Usage(String),
    /// The database is damaged: refused, too, with the way to the newest backup.
    Damaged(StoreError),
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(match error {
            lexopt::Error::MissingValue {
                option: Some(option),
            } => format!("`{option}` cần một giá trị"),
            lexopt::Error::UnexpectedOption(option) => format!("không có tuỳ chọn `{option}`"),
            lexopt::Error::UnexpectedArgument(word) => format!("thừa `{}`", word.to_string_lossy()),
            other => other.to_string(),
        })
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => match error.downcast::<LiveError>() {
                Ok(error) => error.into(),
                Err(error) => Self::Refused(format!("{error:#}")),
            },
        }
    }
}

impl From<config::ConfigError> for Failure {
    fn from(error: config::ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if error.is_damage() {
            Self::Damaged(error)
        } else {
            Self::Refused(error.to_string())
        }
    }
}

impl From<LiveError> for Failure {
    fn from(error: LiveError) -> Self {
        match error {
            LiveError::Store(error) => error.into(),
            other => Self::Refused(other.to_string()),
        }
    }
}
