//! A recording under way.
use std::fs::File;
use std::io::{ErrorKind, Read, Seek};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, Signal, kill_process};

use super::run::{read_until, wait_until};
use super::wav::{Sound, WavFault};
use super::{Fault, words};

/// How long a program may take to end once it was told to: whoever stands at the screen waits for it.
const STOP_LIMIT: Duration = Duration::from_secs(2);

/// A program that records until it is told to stop.
#[derive(Debug)]
pub struct Recording {
    child: Child,
    output: File,
}

impl Recording {
    /// Starts the recording program.
    ///
    /// # Errors
    /// It is not installed, or the system does not start it.
    pub fn start(recorder: &[String]) -> Result<Self, Fault> {
        let system = |error: std::io::Error| Fault::System(error.to_string());
        let (program, arguments) = recorder
            .split_first()
            .ok_or(Fault::NoRecorder(String::new()))?;
        let output = memfd_create("motcua", MemfdFlags::CLOEXEC).map(File::from);
        let output = output.map_err(|error| system(error.into()))?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(output.try_clone().map_err(system)?)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => Fault::NoRecorder(program.clone()),
                _ => system(error),
            })?;
        Ok(Self { child, output })
    }

    /// Whether the program has ended by itself: there is nothing to record with.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// Stops it, and answers what was said, without the silence around it.
    ///
    /// # Errors
    /// Nothing of use was recorded, or it did not end when it was told to, and was killed.
    pub fn stop(mut self) -> Result<Sound, Fault> {
        let system = |error: std::io::Error| Fault::System(error.to_string());
        // The number of one that has ended by itself may be another process's by now.
        if let Ok(None) = self.child.try_wait()
            && let Some(pid) = Pid::from_raw(self.child.id().cast_signed())
        {
            // Not INT: who was started behind a script, with `&`, ignores that one.
            let _ = kill_process(pid, Signal::TERM);
        }
        let deadline = Instant::now() + STOP_LIMIT;
        // What it says is of use only where it recorded nothing; whom it has started may hold this end open for longer.
        let said = self.child.stderr.take();
        let said = said.and_then(|pipe| read_until(pipe, deadline));
        let said = String::from_utf8_lossy(&said.unwrap_or_default()).into_owned();
        if wait_until(&mut self.child, deadline).is_none() {
            return Err(Fault::StuckRecorder);
        }
        let mut bytes = Vec::new();
        self.output.rewind().map_err(system)?;
        self.output.read_to_end(&mut bytes).map_err(system)?;
        let sound = Sound::read(&bytes).and_then(|sound| sound.trimmed());
        sound.map_err(|why| match why {
            WavFault::Silent => Fault::NothingRecorded,
            _ if words::means_no_card(&said) => Fault::NoMicrophone,
            _ => Fault::Recorder(said.split_whitespace().collect::<Vec<_>>().join(" ")),
        })
    }
}

impl Drop for Recording {
    /// Nobody waits for it any more; one that hangs in its device does not even end at once when it is killed.
    fn drop(&mut self) {
        let _ = self.child.kill();
        wait_until(&mut self.child, Instant::now() + STOP_LIMIT);
    }
}
