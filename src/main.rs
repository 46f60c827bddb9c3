//! The program `motcua`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(motcua::cli::run(std::env::args_os().skip(1)))
}
