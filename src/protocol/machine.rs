//! What all machines on a serial line have in common, so that one worker can drive any of them.
use std::time::Instant;

/// A sans-IO state machine: it speaks a protocol, and somebody else owns the port and the clock.
///
/// The order of calls: [`reset`](Machine::reset) when the port is open, then rounds of
/// [`handle_input`](Machine::handle_input) with what came in,
/// [`handle_timeout`](Machine::handle_timeout), [`poll_transmit`](Machine::poll_transmit) once all
/// earlier bytes are on their way, and [`poll_event`](Machine::poll_event) until nothing is left. A
/// round is due when bytes come, at [`poll_timeout`](Machine::poll_timeout), and after any other
/// call on the machine. [`lose`](Machine::lose) when the port is gone; then `reset` again.
pub trait Machine {
    /// What it tells its owner.
    type Event;

    /// The port was opened, or opened anew: whatever was under way is lost.
    fn reset(&mut self, now: Instant);

    /// The port is gone.
    fn lose(&mut self) {}

    /// Takes bytes that came in.
    fn handle_input(&mut self, now: Instant, bytes: &[u8]);

    /// Acts on a deadline that has passed.
    fn handle_timeout(&mut self, now: Instant);

    /// The bytes to send now, if any.
    fn poll_transmit(&mut self, now: Instant) -> Option<Vec<u8>>;

    /// When the next round is due if nothing comes in before; `None`: not by itself.
    fn poll_timeout(&self) -> Option<Instant>;

    /// The next thing that happened.
    fn poll_event(&mut self) -> Option<Self::Event>;

    /// Whether the event asks for the port to be closed and opened again, and tells nothing else.
    fn asks_reopen(_: &Self::Event) -> bool {
        false
    }
}
