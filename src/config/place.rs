//! Where the configuration is looked for, and where data goes unless it says.
use super::{Config, ConfigError};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Finds the configuration: the explicit path, else `$MOTCUA_CONFIG`, else the system's file,
/// else the user's. `None`: there is none, the defaults hold.
///
/// The first two are returned without looking, so that a wrong path is an error on reading and
/// never silently another file.
pub fn locate(explicit: Option<&Path>) -> Option<PathBuf> {
    // A file that may not be looked at counts as there: reading it will say why it cannot be.
    let there = |path: &Path| path.try_exists().unwrap_or(true);
    find(explicit, |name| std::env::var_os(name), there)
}

pub(super) fn find(
    explicit: Option<&Path>,
    env: impl Fn(&str) -> Option<OsString>,
    there: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    if let Some(path) = explicit {
        return Some(path.to_owned());
    }
    if let Some(path) = env("MOTCUA_CONFIG").filter(|path| !path.is_empty()) {
        return Some(path.into());
    }
    let user = folder(&env, "XDG_CONFIG_HOME", ".config");
    [Some(PathBuf::from("/etc")), user]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("motcua/motcua.toml"))
        .find(|path| there(path))
}

/// Where `motcua init` writes when no configuration is named.
pub fn user_file() -> Option<PathBuf> {
    let user = folder(
        &|name: &str| std::env::var_os(name),
        "XDG_CONFIG_HOME",
        ".config",
    );
    Some(user?.join("motcua/motcua.toml"))
}

impl Config {
    /// Where the database is: as configured, else in the user's data folder.
    ///
    /// # Errors
    /// When there is no home folder and the configuration names no place.
    pub fn store_path(&self) -> Result<PathBuf, ConfigError> {
        let usual = || store_path(|name| std::env::var_os(name));
        let path = self.store.path.clone().or_else(usual);
        path.ok_or(ConfigError::NoHome)
    }

    /// Where backups go: the configured second place, else a folder beside the database.
    ///
    /// # Errors
    /// See [`Config::store_path`].
    pub fn backup_folder(&self) -> Result<PathBuf, ConfigError> {
        match &self.store.backup {
            Some(folder) => Ok(folder.clone()),
            None => Ok(self.store_path()?.with_file_name("sao-luu")),
        }
    }

    /// Where the office's own recordings are: the configured folder, else one beside the database.
    ///
    /// # Errors
    /// See [`Config::store_path`].
    pub fn clips_folder(&self) -> Result<PathBuf, ConfigError> {
        match &self.voice.clips {
            Some(folder) => Ok(folder.clone()),
            None => Ok(self.store_path()?.with_file_name("giong-doc")),
        }
    }
}

pub(super) fn store_path(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    Some(folder(&env, "XDG_DATA_HOME", ".local/share")?.join("motcua/motcua.db"))
}

/// A folder of the XDG base directories; a relative path in the variable is to be ignored.
fn folder(
    env: &impl Fn(&str) -> Option<OsString>,
    variable: &str,
    in_home: &str,
) -> Option<PathBuf> {
    let absolute = |name: &str| {
        env(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute(variable).or_else(|| Some(absolute("HOME")?.join(in_home)))
}

/// Why a file cannot be read and what to do, for the usual reasons.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            "không có tệp này; kiểm tra đường dẫn, hoặc chạy `motcua init` để ghi tệp mẫu"
                .to_owned()
        }
        ErrorKind::PermissionDenied => {
            "không có quyền đọc; nhờ người cài máy cấp quyền (chmod, chown)".to_owned()
        }
        _ => format!("{error}; kiểm tra đường dẫn và ổ đĩa"),
    }
}
