//! Commands that ask who gives them, where officials must sign in.

use std::path::{Path, PathBuf};

use lexopt::ValueExt;

use super::failure::Failure;
use super::who::{self, Who};
use super::{Arguments, Line, citizen, passphrase, print, read_text, rescue};
use crate::app::answers::answers_json;
use crate::app::daylist::day_list;
use crate::app::import::import;
use crate::app::live::{Live, is_refusal};
use crate::app::officials::reset_pin;
use crate::app::wire::parse_event;
use crate::config::{Config, is_id};
use crate::store::{Store, backup_stamp};

impl Line {
    /// The office, and who gives the command.
    fn signed(&self, right: &str, rest: &Arguments) -> Result<(Config, Live, Who), Failure> {
        let (config, mut live) = self.live()?;
        let who = Who::ask(&config, &mut live, right, rest.path("--token").as_deref())?;
        // Somebody may have taken long to type.
        live.sync()?;
        Ok((config, live, who))
    }

    pub(super) fn event(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--token"], 1)?;
        let Some(word) = rest.word() else {
            return Err(Failure::Usage(
                "thiếu sự kiện, ví dụ '{\"type\":\"tick\"}'".to_owned(),
            ));
        };
        let json = serde_json::from_str(&word.string()?)
            .map_err(|e| Failure::Usage(format!("sự kiện không phải JSON: {e}")))?;
        let (config, mut live, who) = self.signed("event", &rest)?;
        let mut envelope =
            parse_event(live.office().rules(), json).map_err(|e| Failure::Usage(e.to_string()))?;
        who.sign(&mut envelope, live.office(), &config)?;
        let answer = live.submit(envelope.by(), envelope.event.clone())?;
        print(&(answers_json(live.office().rules(), &answer.outputs, false) + "\n"));
        if is_refusal(&answer.outputs) {
            Err(Failure::Refused(
                "máy chủ từ chối (xem lý do ở trên)".to_owned(),
            ))
        } else {
            Ok(())
        }
    }

    pub(super) fn backup(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--token"], 1)?;
        let (config, mut live, _) = self.signed("backup", &rest)?;
        let folder = match rest.word() {
            Some(word) => PathBuf::from(word),
            None => config.backup_folder()?,
        };
        let now = live.now();
        let list = day_list(&live, &config.office.name, now);
        let path = live.store().backup(&folder, &backup_stamp(now), &list)?;
        print(&format!("Đã sao lưu vào {}\n", path.display()));
        Ok(())
    }

    pub(super) fn restore(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--yes"], &["--token"], 1)?;
        let (config, database) = self.office()?;
        // Where there is no book that can be read, nobody's PIN is known.
        let mut official = None;
        if config.screen.sign_in && database.exists() {
            match self.signed("restore", &rest) {
                Err(Failure::Damaged(_)) => {}
                signed => {
                    let who = signed?.2;
                    who.is_head()?;
                    if let Who::Official { id, .. } = who {
                        official = Some(id);
                    }
                }
            }
        }
        let (named, folder) = (rest.word().map(PathBuf::from), config.backup_folder()?);
        let (rules, agreed) = (&config.rules, rest.has("--yes"));
        // No backup has them, and whoever came first would choose the head's anew.
        let pins = match database.exists() {
            true => Store::open(&database).and_then(|store| store.pins()),
            false => Ok(Vec::new()),
        };
        let official = official.as_deref();
        let done = rescue::restore(
            &database,
            named.as_deref(),
            &folder,
            rules,
            agreed,
            official,
        )?;
        if let Ok(pins) = pins {
            Store::open(&database)?.put_pins(&pins)?;
        }
        print(&done);
        Ok(())
    }

    pub(super) fn citizen(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--now"], &["--token"], 3)?;
        let (now, words) = (rest.has("--now"), rest.texts()?);
        let (config, live, who) = self.signed("citizen", &rest)?;
        if words.first().is_some_and(|what| what == "erase") {
            who.is_head()?;
        }
        // Who erases must be alone in the store.
        drop(live);
        print(&citizen::run(&words, now, &config, &config.store_path()?)?);
        Ok(())
    }

    pub(super) fn dossiers(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--token"], 2)?;
        let words = rest.texts()?;
        let [what, file] = &words[..] else {
            return Err(Failure::Usage("cần: dossiers import TỆP.csv".to_owned()));
        };
        if what != "import" {
            return Err(Failure::Usage(format!(
                "không có việc «{what}»; cần: import"
            )));
        }
        let (_, mut live, who) = self.signed("event", &rest)?;
        let text = read_text(Path::new(file))
            .map_err(|e| Failure::Refused(format!("không đọc được {file}: {e}")))?;
        let id = who.id();
        let found = import(&mut live, Who::actor(&id), &text)?;
        print(&format!(
            "Hồ sơ mới: {}; ghi thêm mã hồ sơ của tỉnh: {}; đã có: {}; dòng sai: {}\n",
            found.new,
            found.linked,
            found.known,
            found.bad.len()
        ));
        for (line, why) in &found.bad {
            print(&format!("  dòng {line}: {why}\n"));
        }
        match found.bad.is_empty() {
            true => Ok(()),
            false => Err(Failure::Refused("có dòng không nhận được".to_owned())),
        }
    }

    pub(super) fn passphrase(&mut self) -> Result<(), Failure> {
        let rest = self.rest(&["--new"], &[], 0)?;
        let (config, database) = self.office()?;
        if config.screen.sign_in {
            self.signed("passphrase", &rest)?.2.is_head()?;
        }
        print(&passphrase::run(&database, rest.has("--new"))?);
        Ok(())
    }

    /// Takes an official's PIN away, so that a new one is set at the next sign-in.
    pub(super) fn pin(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--token"], 1)?;
        let (config, _) = self.office()?;
        let id = match rest.word() {
            Some(word) => word.string()?,
            None => return Err(Failure::Usage("thiếu mã cán bộ".to_owned())),
        };
        if !config.officials.iter().any(|o| o.id == id) {
            return Err(Failure::Refused(format!(
                "không có cán bộ «{id}» trong cấu hình"
            )));
        }
        let (_, mut live, who) = self.signed("pin", &rest)?;
        let by = who.id();
        if by.as_ref() != Some(&id) {
            who.is_head()?;
        }
        reset_pin(&mut live, Who::actor(&by), &id)?;
        print(&format!(
            "Đã xoá mã PIN của {id}; lần đăng nhập tới sẽ đặt mã mới.\n"
        ));
        Ok(())
    }

    /// A new token for a script.
    pub(super) fn token(&mut self) -> Result<(), Failure> {
        let name = self.rest(&[], &[], 1)?.word().map(ValueExt::string);
        match name.transpose()? {
            Some(name) if is_id(&name) => print(&who::new_token(&name)?),
            Some(name) => {
                return Err(Failure::Usage(format!(
                    "tên «{name}» không dùng được: chỉ chữ, số và - _ ."
                )));
            }
            None => return Err(Failure::Usage("thiếu tên của mã truy cập".to_owned())),
        }
        Ok(())
    }
}
