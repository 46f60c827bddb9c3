//! The command line: what each command does, its help, its exit code.
//!
//! Exit codes: 0 done, 1 refused, 2 wrong usage or wrong configuration.

mod desk;
mod failure;
mod help;
mod office_files;
mod queue_json;
mod rescue;
mod sms_try;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use lexopt::{Arg, Parser, ValueExt};

use failure::Failure;

use crate::app::answers::answers_json;
use crate::app::daylist::day_list;
use crate::app::live::{Live, is_refusal};
use crate::app::replay::replay;
use crate::app::wire::parse_event;
use crate::config::{self, CatalogueWatch, Config};
use crate::domain::rules::Profile;
use crate::domain::time::Minute;
use crate::host;
use crate::poster::{self, What};
use crate::print::Paper;
use crate::store::{Store, backup_stamp, newest_backup};

/// Runs the command that the arguments name; answers the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let mut line = Line {
        parser: Parser::from_args(arguments),
        config: None,
        command: None,
    };
    match line.run() {
        Ok(()) => 0,
        Err(Failure::Refused(why)) => {
            eprintln!("motcua: {why}");
            1
        }
        Err(Failure::Damaged(why)) => {
            eprintln!("motcua: {why}.\n{}", line.way_out_of_damage());
            1
        }
        Err(Failure::Usage(why)) => {
            let command = line
                .command
                .as_deref()
                .map(|c| format!("{c} "))
                .unwrap_or_default();
            eprintln!("motcua: {why}\nXem cách dùng: motcua {command}--help");
            2
        }
    }
}

struct Line {
    parser: Parser,
    config: Option<PathBuf>,
    command: Option<String>,
}

impl Line {
    fn run(&mut self) -> Result<(), Failure> {
        // The first word is the command; a screen's own options may stand without one.
        let mut counter = None;
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Value(word) => {
                    let word = word.string()?;
                    self.command = Some(word.clone());
                    return self.command(&word);
                }
                Arg::Long("counter") => counter = Some(self.parser.value()?.string()?),
                other => {
                    let name = other.into_owned_name();
                    self.common(&name)?;
                }
            }
        }
        let (config, database) = self.office()?;
        self.offer_backup_if_damaged(&config, &database)?;
        let file = self.config_file();
        Ok(desk::run(&config, file.as_deref(), counter.as_deref())?)
    }

    /// Options that every command has.
    fn common(&mut self, name: &str) -> Result<(), Failure> {
        match name {
            "--help" | "-h" => {
                print(help::of(self.command.as_deref().unwrap_or_default()));
                std::process::exit(0);
            }
            "--version" | "-V" => {
                print(&format!("motcua {}\n", env!("CARGO_PKG_VERSION")));
                std::process::exit(0);
            }
            "--config" => {
                self.config = Some(PathBuf::from(self.parser.value()?));
                Ok(())
            }
            other => Err(Failure::Usage(format!("không có tuỳ chọn `{other}`"))),
        }
    }

    fn command(&mut self, word: &str) -> Result<(), Failure> {
        match word {
            "serve" => self.serve(),
            "init" => self.init(),
            "catalogue" => self.catalogue(),
            "poster" => self.poster(),
            "queue" => self.queue(),
            "event" => self.event(),
            "replay" => self.replay(),
            "backup" => self.backup(),
            "restore" => self.restore(),
            "check" => self.check(),
            "pin" => self.pin(),
            "sms" => self.sms(),
            "help" => {
                print(help::of(""));
                Ok(())
            }
            other => {
                self.command = None;
                Err(Failure::Usage(format!("không có lệnh «{other}»")))
            }
        }
    }

    /// Reads the rest of the line: flags by name, and so many words.
    fn rest(
        &mut self,
        flags: &[&str],
        words: usize,
    ) -> Result<(Vec<String>, Vec<OsString>), Failure> {
        let (mut given, mut found) = (Vec::new(), Vec::new());
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Value(word) if found.len() < words => found.push(word),
                Arg::Value(word) => {
                    return Err(Failure::Usage(format!("thừa `{}`", word.to_string_lossy())));
                }
                option => {
                    let name = option.into_owned_name();
                    if flags.contains(&name.as_str()) {
                        given.push(name);
                    } else {
                        self.common(&name)?;
                    }
                }
            }
        }
        Ok((given, found))
    }

    fn config_file(&self) -> Option<PathBuf> {
        config::locate(self.config.as_deref())
    }

    fn office(&self) -> Result<(Config, PathBuf), Failure> {
        let config = Config::open(self.config.as_deref())?;
        let database = config.store_path()?;
        Ok((config, database))
    }

    fn live(&self) -> Result<(Config, Live), Failure> {
        let (config, database) = self.office()?;
        let catalogue = CatalogueWatch::new(&config).current();
        let live = Live::open(Store::open(&database)?, config.rules.clone())?;
        let live = live.with_post(config.post(catalogue));
        Ok((config, live))
    }

    // ---- commands ----

    fn serve(&mut self) -> Result<(), Failure> {
        let (flags, _) = self.rest(&["--with-screens"], 0)?;
        let (config, _) = self.office()?;
        Ok(host::serve(&config, !flags.is_empty())?)
    }

    fn init(&mut self) -> Result<(), Failure> {
        let (_, words) = self.rest(&[], 1)?;
        let path = match (words.into_iter().next(), self.config_file()) {
            (Some(word), _) => PathBuf::from(word),
            (None, Some(path)) => path,
            (None, None) => config::user_file().ok_or(config::ConfigError::NoHome)?,
        };
        print(&office_files::init(&path)?);
        Ok(())
    }

    fn catalogue(&mut self) -> Result<(), Failure> {
        self.rest(&[], 0)?;
        let config = Config::open(self.config.as_deref())?;
        print(&office_files::check_catalogue(&config)?);
        Ok(())
    }

    fn poster(&mut self) -> Result<(), Failure> {
        let (mut words, mut paper, mut file) = (Vec::new(), Paper::A4, None);
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Long("size") => {
                    paper = match self.parser.value()?.string()?.as_str() {
                        "a4" | "A4" => Paper::A4,
                        "a5" | "A5" => Paper::A5,
                        other => {
                            return Err(Failure::Usage(format!(
                                "không có khổ giấy «{other}»; cần a4 hoặc a5"
                            )));
                        }
                    };
                }
                Arg::Long("out") => file = Some(PathBuf::from(self.parser.value()?)),
                Arg::Value(word) if words.len() < 2 => words.push(word.string()?),
                other => {
                    let name = other.into_owned_name();
                    self.common(&name)?;
                }
            }
        }
        let config = Config::open(self.config.as_deref())?;
        let mut words = words.into_iter();
        let what = match (words.next().as_deref().unwrap_or("form"), words.next()) {
            ("form", None) => What::Form,
            ("wifi", None) => What::Wifi,
            ("leaflet", None) => What::Leaflet,
            ("field", id) => What::Field(id),
            ("procedure", id) => What::Procedure(id),
            (other, _) => return Err(Failure::Usage(format!("không in được «{other}»"))),
        };
        let printed = poster::print(&config, &what, paper, file.as_deref());
        print(&printed.map_err(|e| Failure::Refused(e.to_string()))?);
        Ok(())
    }

    fn queue(&mut self) -> Result<(), Failure> {
        let (flags, _) = self.rest(&["--json"], 0)?;
        let (config, mut live) = self.live()?;
        let now = live.now();
        if flags.is_empty() {
            print(&day_list(live.office(), &config.office.name, now));
        } else {
            print(&(queue_json::today(live.office(), now) + "\n"));
        }
        Ok(())
    }

    fn event(&mut self) -> Result<(), Failure> {
        let (_, words) = self.rest(&[], 1)?;
        let Some(word) = words.into_iter().next() else {
            return Err(Failure::Usage(
                "thiếu sự kiện, ví dụ '{\"type\":\"tick\"}'".to_owned(),
            ));
        };
        let json = serde_json::from_str(&word.string()?)
            .map_err(|e| Failure::Usage(format!("sự kiện không phải JSON: {e}")))?;
        let (_, mut live) = self.live()?;
        let envelope =
            parse_event(live.office().rules(), json).map_err(|e| Failure::Usage(e.to_string()))?;
        let answer = live.submit(envelope.by(), envelope.event.clone())?;
        print(&(answers_json(live.office().rules(), &answer.outputs, false) + "\n"));
        if is_refusal(&answer.outputs) {
            Err(Failure::Refused(
                "văn phòng từ chối (xem lý do ở trên)".to_owned(),
            ))
        } else {
            Ok(())
        }
    }

    fn replay(&mut self) -> Result<(), Failure> {
        let (mut explain, mut profile, mut file) = (false, Profile::Source, None);
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Long("explain") => explain = true,
                Arg::Long("profile") => {
                    let id = self.parser.value()?.string()?;
                    profile = Profile::by_id(&id).ok_or_else(|| {
                        Failure::Usage(format!("không có profile «{id}»; cần source hoặc improved"))
                    })?;
                }
                Arg::Value(word) if file.is_none() => file = Some(PathBuf::from(word)),
                other => {
                    let name = other.into_owned_name();
                    self.common(&name)?;
                }
            }
        }
        let Some(file) = file else {
            return Err(Failure::Usage("thiếu tệp; `-` là đầu vào chuẩn".to_owned()));
        };
        let text = read_text(&file)
            .map_err(|e| Failure::Usage(format!("không đọc được {}: {e}", file.display())))?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let answered = replay(&text, profile, explain, |line| {
            let _ = writeln!(out, "{line}");
        });
        let _ = out.flush();
        answered.map_err(|e| Failure::Usage(format!("{}: {e}", file.display())))
    }

    fn backup(&mut self) -> Result<(), Failure> {
        let (_, words) = self.rest(&[], 1)?;
        let (config, mut live) = self.live()?;
        let folder = match words.into_iter().next() {
            Some(word) => PathBuf::from(word),
            None => config.backup_folder()?,
        };
        let now = live.now();
        let list = day_list(live.office(), &config.office.name, now);
        let path = live.store().backup(&folder, &backup_stamp(now), &list)?;
        print(&format!("Đã sao lưu vào {}\n", path.display()));
        Ok(())
    }

    fn restore(&mut self) -> Result<(), Failure> {
        let (_, words) = self.rest(&[], 1)?;
        let (config, database) = self.office()?;
        let folder = config.backup_folder()?;
        let backup = match words.into_iter().next() {
            Some(word) => PathBuf::from(word),
            None => newest_backup(&folder).ok_or_else(|| {
                Failure::Refused(format!(
                    "chưa có bản sao lưu nào trong {}",
                    folder.display()
                ))
            })?,
        };
        print(&rescue::restore(&database, &backup)?);
        Ok(())
    }

    /// Checks the file and the event log: what an inspector would ask for.
    fn check(&mut self) -> Result<(), Failure> {
        self.rest(&[], 0)?;
        let (_, database) = self.office()?;
        let store = Store::open(&database)?;
        store.check()?;
        match store.verify_log()? {
            None => {
                print(&format!(
                    "Sổ {} nguyên vẹn: {} sự kiện.\n",
                    database.display(),
                    store.last_seq()?
                ));
                Ok(())
            }
            Some(broken) => Err(Failure::Refused(format!(
                "sổ {}: {broken}",
                database.display()
            ))),
        }
    }

    /// Takes an official's PIN away, so that a new one is set at the next sign-in.
    fn pin(&mut self) -> Result<(), Failure> {
        let (_, words) = self.rest(&[], 1)?;
        let (config, database) = self.office()?;
        let id = match words.into_iter().next() {
            Some(word) => word.string()?,
            None => return Err(Failure::Usage("thiếu mã cán bộ".to_owned())),
        };
        if !config.officials.iter().any(|o| o.id == id) {
            return Err(Failure::Refused(format!(
                "không có cán bộ «{id}» trong cấu hình"
            )));
        }
        Store::open(&database)?.set_pin_hash(&id, None)?;
        print(&format!(
            "Đã xoá mã PIN của {id}; lần đăng nhập tới sẽ đặt mã mới.\n"
        ));
        Ok(())
    }

    fn sms(&mut self) -> Result<(), Failure> {
        let mut asked = sms_try::Asked::default();
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Long("json") => asked.json = true,
                Arg::Long("now") => asked.now = Some(self.parser.value()?.string()?),
                Arg::Long("from") => asked.from = Some(self.parser.value()?.string()?),
                Arg::Value(word) => asked.words.push(word.string()?),
                other => {
                    let name = other.into_owned_name();
                    self.common(&name)?;
                }
            }
        }
        let config = Config::open(self.config.as_deref())?;
        let now = Minute::from_chrono(chrono::Local::now().naive_local());
        let (mut input, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
        sms_try::run(&config, &asked, now, &mut input, &mut out).map_err(Failure::Usage)
    }

    /// A damaged database is set aside and the newest backup opened, if the person at the terminal wants it so.
    fn offer_backup_if_damaged(&self, config: &Config, database: &Path) -> Result<(), Failure> {
        let opened = Store::open(database).and_then(|mut store| store.load(&config.rules.clone()));
        match opened {
            Err(error) if error.is_damage() => {
                let folder = config.backup_folder()?;
                print(&rescue::offer_backup(error, database, &folder)?);
                Ok(())
            }
            opened => Ok(opened.map(drop)?),
        }
    }

    fn way_out_of_damage(&self) -> String {
        let folder = self
            .office()
            .and_then(|(config, _)| Ok(config.backup_folder()?));
        folder.map_or(String::new(), |folder| rescue::way_out(&folder))
    }
}

fn read_text(path: &Path) -> std::io::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
}

/// A closed pipe (`motcua queue | head`) is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// An option's name as it was typed.
trait OwnedName {
    fn into_owned_name(self) -> String;
}

impl OwnedName for Arg<'_> {
    fn into_owned_name(self) -> String {
        match self {
            Arg::Long(name) => format!("--{name}"),
            Arg::Short(letter) => format!("-{letter}"),
            Arg::Value(word) => word.to_string_lossy().into_owned(),
        }
    }
}
