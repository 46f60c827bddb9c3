//! The ticket printer: slips that are asked for go out one after the other, and what the printer answers says what became
//! of each (app/slip/slips.md, "The printer"). It is marked in the store before the printer gets its first byte, so that no
//! crash prints one twice.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use chrono::NaiveDateTime;

use super::part::{Part, Wake, wait};
use super::words;
use crate::app::live::{Live, LiveError};
use crate::app::slip::order::{self, Filled, SlipFor, SlipRow, SlipState};
use crate::app::slip::{Form, Of, Part as SlipPart, Slip};
use crate::app::status::{PrinterStatus, Status};
use crate::config::{Config, Printer, SlipWatch};
use crate::device::line::{Line, Report};
use crate::domain::ticket::State as TicketState;
use crate::domain::time::Day;
use crate::print::font::Fonts;
use crate::print::raster::raster;
use crate::print::slip::strip;
use crate::protocol::escpos::{Dots, Driver, Event, State};

/// Slips of an hour ago are of no use by themselves: an official prints them if they are still wanted.
const STALE: i32 = 60;
/// So many of those in doubt are named.
const NAMED: usize = 3;

/// The printer of an office.
pub(super) struct SlipPrinter {
    line: Line<Driver>,
    reports: Receiver<Report<Event>>,
    fonts: Fonts,
    width: f64,
    templates: SlipWatch,
    of: Of,
    /// As it said last; `None`: it was not asked yet.
    state: Option<State>,
    /// The port's trouble.
    down: Option<String>,
    /// The slip under way.
    under_way: Option<i64>,
    /// What became of slips, to be written.
    ended: Vec<(i64, SlipState)>,
    /// Those that an earlier host left half-way were looked at.
    looked: bool,
    /// Nothing new is begun.
    ends: bool,
    waiting: usize,
    unsure: Vec<String>,
    /// Form and name of those that were given up for want of a wording.
    unworded: Vec<(Form, String)>,
}

/// Millimetres that are printed on.
fn width(config: &Printer) -> f64 {
    if config.narrow { 48.0 } else { 72.0 }
}

fn fonts() -> Result<Fonts> {
    Fonts::embedded().map_err(|e| anyhow!(words::no_fonts(&e.to_string())))
}

fn dots(slip: &Slip, fonts: &Fonts, width: f64) -> Dots {
    let map = raster(&strip(slip, fonts, width), fonts);
    Dots {
        width: map.width,
        rows: map.rows,
    }
}

fn line(
    config: &Printer,
    report: impl Fn(Report<Event>) + Send + Sync + 'static,
) -> std::io::Result<Line<Driver>> {
    let driver = Driver::new(config.answers, Instant::now());
    Line::start("printer", config.port.clone(), config.baud, driver, report)
}

impl SlipPrinter {
    /// Begins to speak to the printer.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor.
    pub(super) fn start(
        printer: &Printer,
        config: &Config,
        _live: &Live,
        wake: &Wake,
    ) -> Result<Self> {
        let (reporter, reports) = wake.reports();
        Ok(Self {
            line: line(printer, move |report| reporter.report(report))?,
            reports,
            fonts: fonts()?,
            width: width(printer),
            templates: config.watch_slips(),
            of: config.of_slips(),
            state: None,
            down: None,
            under_way: None,
            ended: Vec::new(),
            looked: false,
            ends: false,
            waiting: 0,
            unsure: Vec::new(),
            unworded: Vec::new(),
        })
    }

    fn take(&mut self, report: Report<Event>) {
        match report {
            Report::PortUp => self.down = None,
            Report::PortDown { cause } | Report::PortStuck { cause } => self.down = Some(cause),
            Report::Event(Event::State(state)) => self.state = Some(state),
            Report::Event(Event::Printed(id)) => self.end(id, SlipState::Printed),
            Report::Event(Event::Torn(id)) => self.end(id, SlipState::Waiting),
            Report::Event(Event::Unknown(id)) => self.end(id, SlipState::Unknown),
            Report::Event(Event::Reopen) => {}
        }
    }

    fn end(&mut self, id: i64, state: SlipState) {
        if self.under_way == Some(id) {
            self.under_way = None;
        }
        self.ended.push((id, state));
    }

    fn write_ended(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if self.ended.is_empty() {
            return Ok(());
        }
        let ended = &self.ended;
        live.write(|tx| {
            ended
                .iter()
                .try_for_each(|(id, state)| tx.turn_slip(*id, SlipState::Sending, *state).map(drop))
        })?;
        self.ended.clear();
        Ok(())
    }

    /// Gives the printer what is next.
    fn give(&mut self, live: &mut Live) -> Result<(), LiveError> {
        while self.under_way.is_none() && self.ended.is_empty() && !self.ends && self.can_print() {
            let Some(next) = live.store().next_slip()? else {
                return Ok(());
            };
            self.templates.look();
            let filled = match is_of_use(live, &next)? {
                true => order::filled(live, self.templates.current(), &self.of, &next)?,
                false => Filled::Nobody,
            };
            if let (Filled::NoWording, Some(form)) = (&filled, Form::by_id(&next.form)) {
                self.unworded.push((form, name(live, &next)?));
            }
            let Filled::Ready(slip, template) = filled else {
                live.write(|tx| tx.turn_slip(next.id, SlipState::Waiting, SlipState::Dropped))?;
                continue;
            };
            let begun = live.write(|tx| {
                tx.word_slip(next.id, &template.digest(), &next.form, &template.text)?;
                tx.turn_slip(next.id, SlipState::Waiting, SlipState::Sending)
            })?;
            if !begun {
                continue;
            }
            let (id, dots) = (next.id, dots(&slip, &self.fonts, self.width));
            self.under_way = Some(id);
            self.line.call(move |driver, _| {
                driver.print(id, &dots);
            });
        }
        Ok(())
    }

    fn can_print(&self) -> bool {
        self.down.is_none() && self.state.is_some_and(|state| state.here && state.ready)
    }

    /// What is not well, most important first.
    fn trouble(&self) -> Option<String> {
        self.down
            .clone()
            .or_else(|| self.state.and_then(words::printer).map(str::to_owned))
    }
}

/// Whether a slip is still wanted: not long ago, of a number that was not taken back.
fn is_of_use(live: &mut Live, slip: &SlipRow) -> Result<bool, LiveError> {
    let now = crate::domain::time::Minute::from_chrono(live.now());
    let (SlipFor::Ticket(id), Some(Form::Number)) = (slip.of, Form::by_id(&slip.form)) else {
        return Ok(true);
    };
    let found = live.store().ticket(id, live.office().rules())?;
    let stands = found.is_some_and(|t| t.state != TicketState::Cancelled);
    Ok(stands && now.0 - slip.made.0 <= STALE)
}

/// By which code or number a slip is called.
fn name(live: &Live, slip: &SlipRow) -> Result<String, LiveError> {
    Ok(match slip.of {
        SlipFor::Dossier(id) => {
            let found = live.store().dossier(id)?;
            found
                .and_then(|d| d.code().map(str::to_owned))
                .unwrap_or_default()
        }
        SlipFor::Ticket(id) => {
            let found = live.store().ticket(id, live.office().rules())?;
            found.map_or(String::new(), |t| words::number(t.number.n))
        }
    })
}

/// Some slips by name, and how many more.
fn named<T>(all: &[T], name: impl Fn(&T) -> String) -> String {
    let (first, more) = all.split_at(all.len().min(NAMED));
    let first: Vec<String> = first.iter().map(name).collect();
    words::and_more(&first, more.len())
}

impl Part for SlipPrinter {
    fn take_reports(&mut self, _now: NaiveDateTime) {
        while let Ok(report) = self.reports.try_recv() {
            self.take(report);
        }
    }

    fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if !self.looked {
            if live.write(|tx| Ok(tx.doubt_slips()? > 0))? {
                self.line.call(|driver, _| driver.void_first());
            }
            self.looked = true;
        }
        self.write_ended(live)?;
        self.give(live)?;
        let open = live.store().open_slips()?;
        let unsure = open.iter().filter(|slip| slip.state == SlipState::Unknown);
        self.unsure = unsure
            .map(|slip| name(live, slip))
            .collect::<Result<_, _>>()?;
        self.waiting = open.len() - self.unsure.len();
        // Said until there is a wording: then it can be printed again.
        let (today, templates) = (live.now().date(), self.templates.current());
        let holds = |form| templates.on(form, Day::from_chrono(today)).is_some();
        self.unworded.retain(|(form, _)| !holds(*form));
        Ok(())
    }

    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        self.line.check(live.instant());
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        let trouble = self.trouble();
        if let Some(trouble) = &trouble {
            let waited_for = words::printer_waited_for(trouble, self.waiting);
            status.notices.push(waited_for);
        }
        if !self.unworded.is_empty() {
            status.notices.push(words::unworded(&named(
                &self.unworded,
                |(form, name)| match form {
                    Form::Number => name.clone(),
                    form => format!("{} ({name})", form.id()),
                },
            )));
        }
        if !self.unsure.is_empty() {
            status
                .notices
                .push(words::unsure(&named(&self.unsure, String::clone)));
        }
        status.printer = Some(PrinterStatus {
            ready: self.can_print(),
            trouble,
            waiting: self.waiting,
            unsure: self.unsure.clone(),
        });
    }

    fn finish(&mut self, live: &mut Live) -> bool {
        self.ends = true;
        let written = self.write_ended(live).is_ok();
        self.under_way.is_none() && written
    }
}

/// A printer that is being tried. Its port must not be in use, so that no host is at work.
pub struct PrinterTry {
    line: Line<Driver>,
    reports: Receiver<Report<Event>>,
    wake: Wake,
    state: State,
    down: Option<String>,
    ended: Option<bool>,
}

impl PrinterTry {
    /// Begins to speak to it, prints a page and waits for what comes of it, `patience` at most. Answers what is wrong, in
    /// Vietnamese; `None`: the page came out, or was taken by a printer that never answers.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor.
    pub fn print(config: &Printer, slip: &Slip, patience: Duration) -> Result<Option<String>> {
        let wake = Wake::new()?;
        let (reporter, reports) = wake.reports();
        let mut it = Self {
            line: line(config, move |report| reporter.report(report))?,
            reports,
            wake,
            state: State::default(),
            down: None,
            ended: None,
        };
        let dots = dots(slip, &fonts()?, width(config));
        it.line.call(move |driver, _| {
            driver.print(1, &dots);
        });
        let begun = Instant::now();
        while it.ended.is_none() && begun.elapsed() < patience {
            while let Ok(report) = it.reports.try_recv() {
                it.take(report);
            }
            it.line.check(Instant::now());
            wait(
                &it.wake,
                patience
                    .saturating_sub(begun.elapsed())
                    .min(Duration::from_secs(1)),
            );
        }
        Ok(match it.ended {
            Some(true) => words::printer(it.state)
                .map(str::to_owned)
                .filter(|_| it.state.low_paper),
            _ => Some(it.down.unwrap_or_else(|| {
                words::printer(it.state)
                    .unwrap_or(words::PRINTER_SILENT)
                    .to_owned()
            })),
        })
    }

    fn take(&mut self, report: Report<Event>) {
        match report {
            Report::PortUp => self.down = None,
            Report::PortDown { cause } | Report::PortStuck { cause } => self.down = Some(cause),
            Report::Event(Event::State(state)) => self.state = state,
            Report::Event(Event::Printed(_)) => self.ended = Some(true),
            Report::Event(Event::Torn(_) | Event::Unknown(_)) => self.ended = Some(false),
            Report::Event(Event::Reopen) => {}
        }
    }
}

/// A page to try a printer with: every letter, a code, lines to its edges.
pub fn try_page(office: &str) -> Slip {
    let text = |text: &str| SlipPart::Text(text.to_owned());
    Slip {
        form: Form::Number,
        title: words::TRY.to_owned(),
        parts: vec![
            SlipPart::Rule,
            SlipPart::Heading(words::TRY_HEADING.to_owned()),
            SlipPart::Centre(office.to_owned()),
            text(words::LETTERS),
            text(&words::LETTERS.to_uppercase()),
            SlipPart::Big("0123456789".to_owned()),
            SlipPart::Code("motcua".to_owned()),
            SlipPart::Rule,
        ],
    }
}
