//! `motcua`: a screen at a desk. It keeps the office hosted while it is there.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::app::keeper::Keeper;
use crate::app::live::Live;
use crate::config::Config;
use crate::domain::rules::CounterIx;
use crate::setup;
use crate::store::Store;
use crate::tui::keymap::Keymap;
use crate::tui::run::{Desk, Setting};

/// Runs the screen of a counter, the first one unless named. `file` is the configuration that the host shall read, too.
///
/// # Errors
/// When there is no such counter, no terminal, or the store cannot be opened.
pub fn run(config: &Config, file: Option<&Path>, counter: Option<&str>) -> Result<()> {
    let database = setup::store_path(config)?;
    let rules = setup::rules(config);
    let desk = match counter {
        None => CounterIx(0),
        Some(id) => match rules.counter_by_id(id) {
            Some(ix) => ix,
            None => {
                let known: Vec<_> = rules.counters.iter().map(|c| c.id.as_str()).collect();
                bail!("không có quầy «{id}» trong cấu hình; các quầy: {}", known.join(", "));
            }
        },
    };
    let keymap = match &config.screen.keymap {
        Some(path) => Keymap::load(path),
        None => Keymap::embedded(),
    }?;
    let live = Live::open(Store::open(&database)?, rules)?;
    let keeper = Keeper::new(database, host_arguments(file)).context("không đánh dấu được màn hình cạnh sổ dữ liệu")?;
    let setting = Setting {
        office_name: config.office.name.clone(),
        procedures: procedures(config),
        officials: officials(config),
        must_sign_in: config.screen.sign_in,
    };
    let screen = crate::tui::app::Screen::new(desk, keymap, theme());
    Ok(Desk::new(live, keeper, screen, setting)?.run()?)
}

fn host_arguments(file: Option<&Path>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["serve".into(), "--with-screens".into()];
    if let Some(file) = file {
        arguments.push("--config".into());
        arguments.push(file.into());
    }
    arguments
}
