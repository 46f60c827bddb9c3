//! `motcua`: a screen at a desk. It keeps the office hosted while it is there.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::record::Microphone;
use crate::app::keeper::Keeper;
use crate::app::live::Live;
use crate::app::officials::{needs_new_pin, note_roles};
use crate::config::{
    CatalogueWatch, Config, KEEP_DAYS, Keymap as KeymapChoice, Role, amend, learn_alias,
    web_address,
};
use crate::domain::rules::{CounterIx, Rules};
use crate::store::{Store, StoreError};
use crate::tui::keymap::Keymap;
use crate::tui::lobby;
use crate::tui::run::{Desk, Ended, Opens, Setting, end_signals};
use crate::tui::{Glyphs, Look, Official, Screen, Theme};

/// What the command line says of this screen alone.
#[derive(Default)]
pub(super) struct Own {
    /// At which counter, by id; the first one unless named.
    pub counter: Option<String>,
    /// A key map that the program brings along, in place of the configured one.
    pub keymap: Option<String>,
    /// Line by line, for a screen reader, whatever is configured.
    pub linear: bool,
}

/// Runs the screen of a counter. `file` is the configuration that the host shall read, too.
///
/// # Errors
/// When there is no such counter, no terminal, or the store cannot be opened.
pub(super) fn run(config: &Config, file: Option<&Path>, own: &Own) -> Result<()> {
    let database = config.store_path()?;
    let rules = config.rules.clone();
    let desk = desk(&rules, own.counter.as_deref())?;
    let keymap = match (&own.keymap, &config.screen.keymap) {
        (Some(name), _) | (None, KeymapChoice::Named(name)) => Keymap::named(name),
        (None, KeymapChoice::File(path)) => Keymap::load(path),
    }?;
    // First, for it makes the folder; what it holds is read once the mark stands that keeps others from exchanging it.
    let store = Store::open_or_create(&database, &config.backup_folder()?)?;
    let mut keeper = Keeper::new(database.clone(), host_arguments(file))
        .context("không tạo được tệp báo màn hình đang mở cạnh sổ dữ liệu")?;
    let counter = &rules.counter(desk).id;
    let mark = keeper.stand_at(counter);
    let is_second = mark.context("không tạo được tệp báo màn hình đang mở cạnh sổ dữ liệu")?;
    let mut watch = CatalogueWatch::new(config);
    let post = config.post(watch.current());
    let mut rules_watch = config.watch();
    let live = Live::open(store, rules)?.with_post(post)?;
    let mut live = live.with_rules_from(move || rules_watch.look());
    note_roles(&mut live, &config.roles())?;
    let (web, file) = (config.web.clone(), config.file.clone());
    let (folder, fields) = (config.catalogue_folder.clone(), config.rules.fields.clone());
    let learn = move |procedure: &str, word: &str| match &folder {
        Some(folder) => learn_alias(folder, &fields, procedure, word).map_err(|e| e.to_string()),
        None => Err(
            "Chưa có tệp motcua.toml nên không có chỗ ghi danh mục: chạy `motcua init`".to_owned(),
        ),
    };
    let setting = Setting {
        office_name: config.office.name.clone(),
        new_catalogue: Box::new(move || watch.look()),
        learn_alias: Box::new(learn),
        amend: Box::new(move |change| amend(file.as_deref(), change).map_err(|e| e.to_string())),
        recorder: Some(Box::new(Microphone::new(config)?)),
        web_address: Box::new(move || web_address(web.as_ref()).map_err(str::to_owned)),
        officials: officials(config, live.store())?,
        must_sign_in: config.screen.sign_in,
        sign_out_minutes: config.screen.sign_out_minutes,
        keep_days: config.store.keep_days.unwrap_or(KEEP_DAYS).cast_signed(),
        guide: None,
        opens: match std::env::var_os(ANEW) {
            Some(_) => Opens::Anew,
            None if is_second => Opens::Beside,
            None => Opens::Alone,
        },
    };
    let screen = Screen::new(desk, keymap, look(own.linear || config.screen.linear));
    let ended = end_signals()?;
    match Desk::new(live, keeper, screen, setting)?.run(ended)? {
        Ended::Left => Ok(()),
        Ended::Deaf => {
            let mut anew = Command::new(std::env::current_exe()?);
            Err(anew
                .args(std::env::args_os().skip(1))
                .env(ANEW, "1")
                .exec()
                .into())
        }
    }
}

/// Tells a screen that it is begun anew in the place of one that heard no key any more.
const ANEW: &str = "MOTCUA_ANEW";

/// Runs the lobby's screen.
///
/// # Errors
/// When there is no terminal.
pub(super) fn board(live: Live, name: &str) -> Result<()> {
    Ok(lobby::run(live, name, look(false))?)
}

fn desk(rules: &Rules, counter: Option<&str>) -> Result<CounterIx> {
    let Some(id) = counter else {
        return Ok(CounterIx(0));
    };
    if let Some(ix) = rules.counter_by_id(id) {
        return Ok(ix);
    }
    let known: Vec<_> = rules.counters.iter().map(|c| c.id.as_str()).collect();
    bail!(
        "không có quầy «{id}» trong cấu hình; các quầy: {}",
        known.join(", ")
    );
}

fn host_arguments(file: Option<&Path>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["serve".into(), "--with-screens".into()];
    if let Some(file) = file {
        arguments.push("--config".into());
        arguments.push(file.into());
    }
    arguments
}

fn officials(config: &Config, store: &Store) -> Result<Vec<Official>, StoreError> {
    let official = |o: &crate::config::Official| {
        Ok(Official {
            id: o.id.clone(),
            name: o.name.clone(),
            head: o.role == Role::Head,
            counter: store.last_desk_of(&o.id)?,
            has_pin: !needs_new_pin(store, &o.id)?,
        })
    };
    config.officials.iter().map(official).collect()
}

/// `NO_COLOR` is honoured; the Linux console has a small font.
pub(super) fn look(linear: bool) -> Look {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let theme = if linear || set("NO_COLOR") {
        Theme::plain()
    } else {
        Theme::coloured()
    };
    let console = std::env::var("TERM").is_ok_and(|term| term == "linux");
    let (theme, glyphs) = if linear || console {
        (theme.undimmed(), Glyphs::plain())
    } else {
        (theme, Glyphs::full())
    };
    Look {
        theme,
        glyphs,
        linear,
    }
}
