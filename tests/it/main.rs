//! Black-box tests: one module per door of the program, one binary for all (short builds).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test they are how it fails"
)]

mod absurd;
mod attack;
mod backup;
mod bench;
mod board;
mod calendar;
mod calls;
mod catalogue;
mod citations;
mod clock;
mod comments;
mod crash;
mod damage;
mod day_code;
mod days;
mod demo;
mod desks;
mod dialogues;
mod doctor;
mod dossiers;
mod figures;
mod forecast;
mod freed;
mod fuzz;
mod hand;
mod harness;
mod hostile;
mod keyboard;
mod layering;
mod letters;
mod lobby;
mod messages;
mod modem;
mod numpad;
mod old_store;
mod personal;
mod poster;
mod proof;
mod qr;
mod ratings;
mod requests;
mod scanner;
mod screens;
mod screenshots;
mod simulated;
mod sitting;
mod slips;
mod sms;
mod stick;
mod store;
mod support;
mod tampered;
mod tasks;
mod tries;
mod trouble;
mod vanished;
mod vectors;
mod voice;
mod waits;
mod web;
mod whole_day;
mod wire;
mod words;
mod zalo;
