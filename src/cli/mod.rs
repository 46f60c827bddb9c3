//! The command line: what each command does, its help, its exit code.
//!
//! Exit codes: 0 done, 1 refused, 2 wrong usage or wrong configuration.

mod check;
mod citizen;
mod desk;
mod failure;
mod figures;
mod help;
mod office_files;
mod passphrase;
mod progress;
mod prove;
mod queue_json;
mod record;
mod report;
mod rescue;
mod signed;
mod simulate;
mod slip;
mod sms_try;
mod try_devices;
mod voice;
mod who;
mod zalo;

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use lexopt::{Arg, Parser, ValueExt};

use failure::Failure;

use crate::app::daylist::day_list;
use crate::app::live::Live;
use crate::app::officials::note_roles;
use crate::app::replay::replay;
use crate::config::{self, CatalogueWatch, Config};
use crate::demo;
use crate::doctor;
use crate::domain::rules::Profile;
use crate::domain::time::Minute;
use crate::host;
use crate::poster::{self, What};
use crate::print::Paper;
use crate::store::{Store, write_whole};

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
        let mut own = desk::Own::default();
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Value(word) => {
                    let word = word.string()?;
                    self.command = Some(word.clone());
                    return self.command(&word);
                }
                Arg::Long("counter") => own.counter = Some(self.parser.value()?.string()?),
                Arg::Long("linear") => own.linear = true,
                Arg::Long("keymap") => own.keymap = Some(self.parser.value()?.string()?),
                other => {
                    let name = other.into_owned_name();
                    self.common(&name)?;
                }
            }
        }
        let ((config, database), file) = (self.office()?, self.config_file());
        let run = || desk::run(&config, file.as_deref(), &own).map_err(Failure::from);
        match run() {
            // It is set aside and the newest backup opened, if the person at the terminal wants it so.
            Err(Failure::Damaged(error)) => {
                let folder = config.backup_folder()?;
                let told = rescue::offer_backup(error, &database, &folder, &config.rules)?;
                print(&told);
                run()
            }
            done => done,
        }
    }

    /// Options that every command has.
    fn common(&mut self, name: &str) -> Result<(), Failure> {
        match name {
            "--help" | "-h" => {
                print(&help::of(self.command.as_deref().unwrap_or_default()));
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
            "board" => self.board(),
            "queue" => self.queue(),
            "event" => self.event(),
            "replay" => self.replay(),
            "report" => self.report(),
            "simulate" => self.simulate(),
            "backup" => self.backup(),
            "restore" => self.restore(),
            "check" => self.check(),
            "demo" => self.demo(),
            "doctor" => self.doctor(),
            "slip" => self.slip(),
            "register" => self.register(),
            "passphrase" => self.passphrase(),
            "citizen" => self.citizen(),
            "dossiers" => self.dossiers(),
            "pin" => self.pin(),
            "token" => self.token(),
            "sms" => self.sms(),
            "voice" => self.voice(),
            "zalo" => self.zalo(),
            "help" => {
                print(&help::of(""));
                Ok(())
            }
            other => {
                self.command = None;
                Err(Failure::Usage(format!("không có lệnh «{other}»")))
            }
        }
    }

    /// Reads the rest of the line: flags, options with a value, and at most `most` words.
    fn rest(&mut self, flags: &[&str], valued: &[&str], most: usize) -> Result<Arguments, Failure> {
        let mut rest = Arguments::default();
        while let Some(arg) = self.parser.next()? {
            match arg {
                Arg::Value(word) if rest.words.len() < most => rest.words.push_back(word),
                Arg::Value(word) => {
                    return Err(Failure::Usage(format!("thừa `{}`", word.to_string_lossy())));
                }
                option => {
                    let name = option.into_owned_name();
                    if flags.contains(&name.as_str()) {
                        rest.options.insert(name, OsString::new());
                    } else if valued.contains(&name.as_str()) {
                        rest.options.insert(name, self.parser.value()?);
                    } else {
                        self.common(&name)?;
                    }
                }
            }
        }
        Ok(rest)
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
        let store = Store::open_or_create(&database, &config.backup_folder()?)?;
        let mut live = Live::open(store, config.rules.clone())?;
        note_roles(&mut live, &config.roles())?;
        let live = live.with_post(config.post(catalogue))?;
        Ok((config, live))
    }

    // ---- commands ----

    fn serve(&mut self) -> Result<(), Failure> {
        let rest = self.rest(&["--with-screens"], &[], 0)?;
        let (config, _) = self.office()?;
        Ok(host::serve(&config, rest.has("--with-screens"))?)
    }

    fn init(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &[], 1)?;
        let path = match (rest.word(), self.config_file()) {
            (Some(word), _) => PathBuf::from(word),
            (None, Some(path)) => path,
            (None, None) => config::user_file().ok_or(config::ConfigError::NoHome)?,
        };
        print(&office_files::init(&path)?);
        Ok(())
    }

    fn catalogue(&mut self) -> Result<(), Failure> {
        self.rest(&[], &[], 0)?;
        let config = Config::open(self.config.as_deref())?;
        print(&office_files::check_catalogue(&config)?);
        Ok(())
    }

    fn poster(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--size", "--out"], 2)?;
        let paper = match rest.text("--size")?.as_deref() {
            None | Some("a4" | "A4") => Paper::A4,
            Some("a5" | "A5") => Paper::A5,
            Some(other) => {
                return Err(Failure::Usage(format!(
                    "không có khổ giấy «{other}»; cần a4 hoặc a5"
                )));
            }
        };
        let file = rest.options.remove("--out").map(PathBuf::from);
        let config = Config::open(self.config.as_deref())?;
        let mut words = rest.texts()?.into_iter();
        let what = match (words.next().as_deref().unwrap_or("form"), words.next()) {
            ("form", None) => What::Form,
            ("wifi", None) => What::Wifi,
            ("leaflet", None) => What::Leaflet,
            ("huong-dan", None) => What::Handout,
            ("doc-them", None) => What::More,
            ("field", id) => What::Field(id),
            ("procedure", id) => What::Procedure(id),
            (other, _) => return Err(Failure::Usage(format!("không in được «{other}»"))),
        };
        let printed = poster::print(&config, &what, paper, file.as_deref());
        print(&printed.map_err(|e| Failure::Refused(e.to_string()))?);
        Ok(())
    }

    fn board(&mut self) -> Result<(), Failure> {
        self.rest(&[], &[], 0)?;
        let (config, live) = self.live()?;
        Ok(desk::board(live, &config.office.name)?)
    }

    fn queue(&mut self) -> Result<(), Failure> {
        let rest = self.rest(&["--json"], &[], 0)?;
        let (config, mut live) = self.live()?;
        let now = live.now();
        if !rest.has("--json") {
            print(&day_list(&live, &config.office.name, now));
        } else {
            print(&(queue_json::today(live.office(), now) + "\n"));
        }
        Ok(())
    }

    fn replay(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--explain"], &["--profile"], 1)?;
        let profile = match rest.text("--profile")? {
            None => Profile::Source,
            Some(id) => Profile::by_id(&id).ok_or_else(|| {
                Failure::Usage(format!("không có profile «{id}»; cần source hoặc improved"))
            })?,
        };
        let Some(file) = rest.word().map(PathBuf::from) else {
            return Err(Failure::Usage("thiếu tệp; `-` là đầu vào chuẩn".to_owned()));
        };
        let text = read_text(&file)
            .map_err(|e| Failure::Usage(format!("không đọc được {}: {e}", file.display())))?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let answered = replay(&text, profile, rest.has("--explain"), |line| {
            let _ = writeln!(out, "{line}");
        });
        let _ = out.flush();
        answered.map_err(|e| Failure::Usage(format!("{}: {e}", file.display())))
    }

    /// Shows a day at the counter. No configuration of the office's is read, nor anything of its own touched.
    fn demo(&mut self) -> Result<(), Failure> {
        self.rest(&[], &[], 0)?;
        Ok(demo::run(desk::look(false))?)
    }

    /// Looks at the PC and all that hangs on it, or tries one kind of device.
    fn doctor(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--bundle", "--to"], 1)?;
        let (file, (config, database)) = (self.config_file(), self.office()?);
        let device = rest.texts()?.pop();
        let of_modem = device.as_deref() == Some("modem");
        if (rest.has("--to") && !of_modem) || (rest.has("--bundle") && device.is_some()) {
            let why = "`--to` chỉ đi với doctor modem, `--bundle` chỉ đi với doctor";
            return Err(Failure::Usage(why.to_owned()));
        }
        match device.as_deref() {
            Some("board") => return try_devices::boards(&config, &database),
            Some("modem") => {
                let to = rest.text("--to")?;
                return try_devices::modem(&config, &database, to.as_deref());
            }
            Some("voice") => return voice::test(&config),
            Some("printer") => return try_devices::printer(&config, &database),
            Some(other) => {
                let why = format!("không thử được «{other}»; cần board, modem, printer hoặc voice");
                return Err(Failure::Usage(why));
            }
            None => {}
        }
        let pc = doctor::Pc::default();
        let found = doctor::examine(&config, &pc, chrono::Local::now());
        let report = doctor::report(&found);
        print(&report);
        if let Some(path) = rest.path("--bundle") {
            let people = match database.exists() {
                true => Store::open_or_create(&database, &config.backup_folder()?)?.names()?,
                false => Vec::new(),
            };
            let text = doctor::bundle(&config, file.as_deref(), &report, &people, &pc);
            write_whole(&path, text.as_bytes())
                .map_err(|e| Failure::Refused(format!("không ghi được {}: {e}", path.display())))?;
            print(&format!(
                "Đã ghi {}: đọc lại trước khi gửi đi.\n",
                path.display()
            ));
        }
        match found
            .iter()
            .any(|finding| finding.state == doctor::State::Bad)
        {
            true => std::process::exit(1),
            false => Ok(()),
        }
    }

    fn sms(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--json"], &["--now", "--from"], usize::MAX)?;
        let asked = sms_try::Asked {
            now: rest.text("--now")?,
            from: rest.text("--from")?,
            json: rest.has("--json"),
            words: rest.texts()?,
        };
        let config = Config::open(self.config.as_deref())?;
        let now = Minute::from_chrono(chrono::Local::now().naive_local());
        let (mut input, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
        sms_try::run(&config, &asked, now, &mut input, &mut out).map_err(Failure::Usage)
    }

    fn voice(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--all"], &[], 1)?;
        let (anew, words) = (rest.has("--all"), rest.texts()?);
        let config = Config::open(self.config.as_deref())?;
        match words.first().map(String::as_str) {
            None => voice::state(&config),
            Some("try") => voice::test(&config),
            Some("record") => voice::record(&config, anew),
            Some(other) => Err(Failure::Usage(format!("không có lệnh «voice {other}»"))),
        }
    }

    fn way_out_of_damage(&self) -> String {
        let folder = self
            .office()
            .and_then(|(config, _)| Ok((config.backup_folder()?, config.rules)));
        folder.map_or(String::new(), |(folder, rules)| {
            rescue::way_out(&folder, &rules)
        })
    }
}

/// What stands behind a command.
#[derive(Default)]
struct Arguments {
    /// Options by their names; those without a value have an empty one.
    options: BTreeMap<String, OsString>,
    words: VecDeque<OsString>,
}

impl Arguments {
    fn has(&self, flag: &str) -> bool {
        self.options.contains_key(flag)
    }

    /// The value of an option, as text.
    fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self
            .options
            .remove(name)
            .map(ValueExt::string)
            .transpose()?)
    }

    /// The value of an option, as a path.
    fn path(&self, name: &str) -> Option<PathBuf> {
        self.options.get(name).map(PathBuf::from)
    }

    /// The next word.
    fn word(&mut self) -> Option<OsString> {
        self.words.pop_front()
    }

    /// All words, as text.
    fn texts(&mut self) -> Result<Vec<String>, Failure> {
        let words = std::mem::take(&mut self.words).into_iter();
        Ok(words.map(ValueExt::string).collect::<Result<_, _>>()?)
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
