//! The ways to speak to a board, in one shape: a frame for each face, and what is to come back.
use std::time::Duration;

use super::answer::Answer;
use super::{Alpha, Am03127, Template, am03127};
use crate::protocol::modbus::{self, Map};
use crate::protocol::{Face, TooWide};

/// How the boards on one line are spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Driver {
    /// Modbus RTU, with the registers that show a number.
    Modbus(Map),
    /// Text signs that speak Alpha.
    Alpha(Alpha),
    /// Text panels that speak AM03127.
    Am03127(Am03127),
    /// What the configuration says.
    Own(Own),
}

/// A board whose frames stand in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Shows a number.
    pub frame: Template,
    /// Makes the board dark; `None`: [`Own::frame`] with spaces or zeros in its gaps.
    pub blank: Option<Template>,
    /// What the board answers; `None`: it can only be written to.
    pub reply: Option<Template>,
    /// How long the board may think.
    pub wait: Duration,
    /// Silence between two frames.
    pub gap: Duration,
    /// How often a frame is sent again that was not answered; without answers, how often each is sent again at once.
    pub repeats: u8,
    /// Every frame is sent anew so often, for a board that was without power; `None`: never.
    pub again: Option<Duration>,
}

/// A frame to one board.
#[derive(Debug, Clone)]
pub(super) struct Write {
    pub frame: Vec<u8>,
    pub answer: Answer,
}

/// How much time boards are given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// What a board may take to think, besides the time that the bytes need on the wire.
    pub wait: Duration,
    /// What a board needs to carry out a frame that it does not answer.
    pub pause: Duration,
    /// Silence between frames.
    pub gap: Duration,
    /// How often a frame is tried before its board counts as dead.
    pub tries: u8,
    /// So often is a frame sent at first to a board that cannot answer.
    pub copies: u8,
    /// See [`Own::again`].
    pub again: Option<Duration>,
}

/// Above 19200 baud the gap stays what it is there (Modbus over serial line 1.02, 2.5.1.1).
const LEAST_GAP: Duration = Duration::from_micros(1750);
/// What boards may take to think.
pub(super) const REPLY_WAIT: Duration = Duration::from_millis(280);
/// What boards need to carry out a broadcast, which none of them answers.
pub(super) const BROADCAST_WAIT: Duration = Duration::from_millis(200);
/// What a text sign needs to take a frame in.
const SIGN_WAIT: Duration = Duration::from_millis(100);
/// The first try and two repeats.
pub(super) const TRIES: u8 = 3;
/// A sign never answers, so that what got lost is made good by sending it again.
pub(super) const SIGN_AGAIN: Duration = Duration::from_secs(5);

impl Driver {
    /// The frame that must precede the first face on a board that has just appeared.
    pub(super) fn setup(&self, address: u8) -> Option<Write> {
        match self {
            Self::Modbus(map) => map.setup(address).map(modbus_write),
            _ => None,
        }
    }

    /// The frame that makes the board at `address` show `face`.
    pub(super) fn write(&self, address: u8, face: Face) -> Result<Write, TooWide> {
        Ok(match self {
            Self::Modbus(map) => modbus_write(map.request(address, face)?),
            Self::Alpha(alpha) => Write {
                frame: alpha.frame(address, face)?,
                answer: Answer::Never,
            },
            Self::Am03127(panel) => Write {
                frame: panel.frame(address, face)?,
                answer: match address {
                    am03127::EVERY_PANEL => Answer::Never,
                    _ => Answer::Bytes {
                        yes: am03127::TAKEN.to_vec(),
                        no: Some(am03127::REFUSED.to_vec()),
                    },
                },
            },
            Self::Own(own) => {
                let frame = own
                    .blank
                    .as_ref()
                    .filter(|_| face == Face::Blank)
                    .unwrap_or(&own.frame);
                let answer = match &own.reply {
                    Some(reply) => Answer::Bytes {
                        yes: reply.fill(address, face)?,
                        no: None,
                    },
                    None => Answer::Never,
                };
                Write {
                    frame: frame.fill(address, face)?,
                    answer,
                }
            }
        })
    }

    /// How fast it may go, where one character takes so long on the wire.
    pub(super) fn pace(&self, character: Duration) -> Pace {
        let usual = Pace {
            wait: REPLY_WAIT,
            pause: BROADCAST_WAIT,
            gap: (character * 7 / 2).max(LEAST_GAP),
            tries: TRIES,
            copies: 1,
            again: None,
        };
        match self {
            Self::Modbus(_) | Self::Am03127(_) => usual,
            Self::Alpha(_) => Pace {
                pause: SIGN_WAIT,
                again: Some(SIGN_AGAIN),
                ..usual
            },
            Self::Own(own) => Pace {
                wait: own.wait,
                pause: Duration::ZERO,
                gap: own.gap,
                tries: own.repeats.saturating_add(1),
                copies: own.repeats.saturating_add(1),
                again: own.again,
            },
        }
    }
}

fn modbus_write(request: modbus::Request) -> Write {
    let answer = match request.unit() {
        modbus::BROADCAST => Answer::Never,
        _ => Answer::Modbus(request.clone()),
    };
    Write {
        frame: request.frame(),
        answer,
    }
}
