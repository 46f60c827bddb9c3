//! `motcua`: a screen at a desk. It finds the host of its store, or starts one as a child.
use crate::config::Config;
use std::path::Path;
/// Runs a screen.
///
/// # Errors
/// None yet.
pub fn run(_config: &Config, _file: Option<&Path>, _counter: Option<&str>) -> anyhow::Result<()> {
    Ok(())
}
