//! The program `motcua`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Names and phones are the office's business: files are for its user and group alone.
    rustix::process::umask(rustix::fs::Mode::RWXO);
    ExitCode::from(motcua::cli::run(std::env::args_os().skip(1)))
}
