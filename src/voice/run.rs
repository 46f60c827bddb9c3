//! A program that is given bytes, and gives bytes, within a time.
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, Signal, kill_process_group};

/// Why a program did not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RunFault {
    /// It is not installed.
    Missing,
    /// It failed, and said this.
    Failed(String),
    /// It was not ready in time, and was ended.
    Late,
    /// The system did not start it.
    System(String),
}

/// How long the program that speaks may take for one sentence.
pub(super) const SPEAK_LIMIT: Duration = Duration::from_secs(10);
/// How much longer than the sound itself its playing may take: a card must wake up first.
pub(super) const PLAY_SLACK: Duration = Duration::from_secs(5);
/// What a program says of its failure is of use up to here.
const WORDS: usize = 300;

/// Runs `command` with `input` on its standard input, and answers its standard output. At its deadline it is ended with
/// all that it has started.
pub(super) fn run(command: &[String], input: &[u8], limit: Duration) -> Result<Vec<u8>, RunFault> {
    let system = |error: std::io::Error| RunFault::System(error.to_string());
    let (program, arguments) = command.split_first().ok_or(RunFault::Missing)?;
    // Files in memory: no pipe that is full or empty holds anybody up.
    let memory = || memfd_create("motcua", MemfdFlags::CLOEXEC).map(File::from);
    let mut given = memory().map_err(|error| system(error.into()))?;
    let mut output = memory().map_err(|error| system(error.into()))?;
    given.write_all(input).map_err(system)?;
    given.rewind().map_err(system)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(given)
        .stdout(output.try_clone().map_err(system)?)
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied => RunFault::Missing,
            _ => system(error),
        })?;
    let deadline = Instant::now() + limit;
    let said = child
        .stderr
        .take()
        .and_then(|pipe| read_until(pipe, deadline));
    let status = match said
        .is_some()
        .then(|| wait_until(&mut child, deadline))
        .flatten()
    {
        Some(status) => status,
        None => {
            if let Some(group) = Pid::from_raw(child.id().cast_signed()) {
                // Whoever has ended already needs no signal.
                let _ = kill_process_group(group, Signal::KILL);
            }
            let _ = child.wait();
            return Err(RunFault::Late);
        }
    };
    if !status.success() {
        let said = said.unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let said = said.trim().chars().take(WORDS).collect::<String>();
        return Err(RunFault::Failed(
            said.split_whitespace().collect::<Vec<_>>().join(" "),
        ));
    }
    let mut bytes = Vec::new();
    output.rewind().map_err(system)?;
    output.read_to_end(&mut bytes).map_err(system)?;
    Ok(bytes)
}

/// What comes out of a pipe until its other end is closed, which is when the program ends; `None`: not by `deadline`.
pub(super) fn read_until(
    mut pipe: std::process::ChildStderr,
    deadline: Instant,
) -> Option<Vec<u8>> {
    let mut said = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let left = deadline.checked_duration_since(Instant::now())?;
        let limit = Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        };
        let mut ends = [PollFd::new(&pipe, PollFlags::IN)];
        // An interrupted wait is an early return.
        if poll(&mut ends, Some(&limit)).unwrap_or(0) == 0 {
            continue;
        }
        match pipe.read(&mut bytes) {
            Ok(0) => return Some(said),
            Ok(count) => said.extend(&bytes[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Some(said),
        }
    }
}

/// A program that has closed its standard error is about to end, or has not much left to do.
pub(super) fn wait_until(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    let moment = Timespec {
        tv_sec: 0,
        tv_nsec: 5_000_000,
    };
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        deadline.checked_duration_since(Instant::now())?;
        let _ = poll(&mut [], Some(&moment));
    }
}

#[cfg(test)]
mod tests {
    use rustix::process::PidfdFlags;

    use super::*;

    fn sh(script: &str, limit: u64) -> Result<Vec<u8>, RunFault> {
        let command = ["sh", "-c", script].map(str::to_owned);
        run(&command, b"given", Duration::from_secs(limit))
    }

    #[test]
    fn bytes_go_through_a_program() {
        assert_eq!(sh("cat", 30), Ok(b"given".to_vec()));
        assert_eq!(sh("exec 2>&-; sleep 600", 1), Err(RunFault::Late));
        assert_eq!(
            sh("echo no  card >&2; exit 3", 30),
            Err(RunFault::Failed("no card".to_owned()))
        );
        let missing = ["no-such-program".to_owned()];
        assert_eq!(
            run(&missing, b"", Duration::from_secs(30)),
            Err(RunFault::Missing)
        );
    }

    #[test]
    fn what_never_ends_is_ended_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; wait", mark.display());
        assert_eq!(sh(&script, 1), Err(RunFault::Late));
        let pid = std::fs::read_to_string(mark).unwrap();
        let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        // The signal has been sent; that it was obeyed is awaited.
        if let Ok(process) = rustix::process::pidfd_open(pid, PidfdFlags::empty()) {
            let patience = Timespec {
                tv_sec: 30,
                tv_nsec: 0,
            };
            let mut ends = [PollFd::new(&process, PollFlags::IN)];
            assert_eq!(poll(&mut ends, Some(&patience)), Ok(1), "it lives on");
        }
    }
}
