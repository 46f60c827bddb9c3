//! The program `motcua`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn main() -> ExitCode {
    // Names and phones are the office's business: files are for its user and group alone.
    rustix::process::umask(rustix::fs::Mode::RWXO);
    // A file that may not grow any more (quota, ulimit) is an error to be told, not a death.
    let heard = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard);
    ExitCode::from(motcua::cli::run(std::env::args_os().skip(1)))
}
