//! The figures of a day, week, month, quarter or year beside those of the one before and S1's own (S1.8, S2.11): by field,
//! when people wait long, and what they think of who served them (S5.2).

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Page, Target};
use crate::app::figures::{Report, table};
use crate::domain::figures::Length;
use crate::domain::rules::CounterIx;
use crate::domain::text;
use crate::tui::list::{Cursor, Move};
use crate::tui::pen::{Columns, Pen, WIDE, above, beside};
use crate::tui::view::View;
use crate::tui::words::{Scene, figures as words};

/// The page.
#[derive(Clone, Default)]
pub(super) struct FiguresPage {
    length: Length,
    back: u32,
    /// The table's first line that is seen, where it is longer than its frame.
    top: usize,
}

/// Minutes of waiting from which on a cell is coloured: still well, long, too long (S1's before).
const LONG: [f64; 2] = [12.0, 40.0];
/// So many lines a table longer than its frame moves on.
const PAGE: isize = 6;
/// The table is never longer.
const MOST: usize = 24;
/// How wide an hour of the heat map is.
const HOUR: u16 = 4;
/// Before them stands the weekday.
const WEEKDAY: u16 = 4;

impl Page for FiguresPage {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn open(&self, _scene: &Scene<'_>) -> usize {
        0
    }

    fn wants_figures(&self) -> Option<(Length, u32)> {
        Some((self.length, self.back))
    }

    fn refresh(&mut self, _scene: &Scene<'_>) {}

    fn target<'a>(&self, _view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        Target::default()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    fn key(&mut self, key: KeyCode) {
        match key {
            KeyCode::Left => self.back = self.back.saturating_add(1).min(words::MOST_BACK),
            KeyCode::Right => self.back = self.back.saturating_sub(1),
            _ => {}
        }
    }

    fn back(&mut self) -> bool {
        std::mem::take(&mut self.back) > 0
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let Some(report) = scene.view.figures else {
            return body;
        };
        let rows = table::rows(report);
        let heat_lines = words::weekdays(report).len() as u16 + 3;
        // In a small window the table gives way to the picture, and says how much of it is not seen.
        let (main, more) = match body.width >= WIDE {
            true => {
                // The table and the hours are cut last.
                let left = body.width.saturating_sub(self.needed(report, &rows));
                let heat = WEEKDAY + words::hours(report).len() as u16 * HOUR + 4;
                beside(body, left.max(heat).min(body.width * 3 / 5))
            }
            false => above(
                body,
                heat_lines.max(body.height.saturating_sub(rows.len() as u16 + 4)),
            ),
        };
        self.draw_table(report, &rows, &mut pen.within(main));
        let (rest, heat) = above(more, heat_lines.min(more.height));
        match body.width >= WIDE {
            true => {
                let (fields, rated) = above(rest, rest.height / 2);
                draw_lines(
                    words::FIELDS,
                    &words::fields(report, scene.view),
                    &mut pen.within(fields),
                );
                draw_rated(report, scene.view, &mut pen.within(rated));
            }
            false if rest.height > 2 => draw_rated(report, scene.view, &mut pen.within(rest)),
            false => {}
        }
        draw_heat(report, &mut pen.within(heat));
        body
    }
}

/// Among the lengths of a period; the mouse has nothing to point at.
impl Cursor for FiguresPage {
    fn go(&mut self, to: Move) {
        self.length = match to {
            Move::Pages(by) => {
                self.top = self.top.saturating_add_signed(by.signum() * PAGE).min(MOST);
                return;
            }
            Move::By(by) => self.length.step(by.signum()),
            Move::First => Length::Day,
            Move::Last => Length::Year,
        };
        self.back = 0;
    }

    fn point(&mut self, _at: Position) -> bool {
        false
    }

    fn go_on(&mut self) {}

    fn let_go(&mut self) {}
}

impl FiguresPage {
    /// So many columns hold the table with its frame.
    fn needed(&self, report: &Report, rows: &[[String; 4]]) -> u16 {
        let lines = rows.iter().map(|row| row.each_ref().map(String::as_str));
        let lines = lines.chain([table::titles(self.length)]);
        let columns = Columns::measured(u16::MAX - 1, &[], lines).widths;
        let title = text::width(&words::title(self.length, report)) + 2;
        let keys = text::width(words::KEYS);
        columns.iter().sum::<u16>().max(title.max(keys) as u16) + 4
    }

    fn draw_table(&self, report: &Report, rows: &[[String; 4]], pen: &mut Pen<'_>) {
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&words::title(self.length, report), strong);
        let mut inner = inner.indented(1);
        let titles = table::titles(self.length);
        let lines: Vec<[&str; 4]> = rows
            .iter()
            .map(|row| row.each_ref().map(String::as_str))
            .collect();
        let columns = Columns::measured(
            inner.width(),
            &[1, 2],
            lines.iter().copied().chain([titles]),
        );
        columns.titles(&mut inner.line(0), titles);
        let last = inner.height().saturating_sub(1);
        let room = usize::from(last);
        // Further than to the last line there is nothing to see.
        let top = self.top.min(rows.len().saturating_sub(room));
        for (line, y) in lines.iter().skip(top).zip(1..inner.height()) {
            columns.put(&mut inner.line(y), line.map(|cell| (cell, Style::new())));
        }
        let faint = inner.theme().faint();
        if room > rows.len() {
            inner.put((0, last), words::KEYS, faint);
        }
        let below = rows.len().saturating_sub(top + room);
        if top + below > 0 {
            let at = (2, pen.height().saturating_sub(1));
            pen.put(at, &words::unseen(top, below), faint);
        }
    }
}

/// What officials and counters were given.
fn draw_rated(report: &Report, view: &View<'_>, pen: &mut Pen<'_>) {
    let lines = match view.head_acts() {
        true => words::rated(report, view),
        false => vec![[words::FOR_THE_HEAD.to_owned(), String::new(), String::new()]],
    };
    draw_lines(words::RATED, &lines, pen);
}

fn draw_lines<const N: usize>(title: &str, lines: &[[String; N]], pen: &mut Pen<'_>) {
    let strong = pen.theme().strong();
    let mut inner = pen.framed(title, strong);
    let mut inner = inner.indented(1);
    let cells: Vec<[&str; N]> = lines
        .iter()
        .map(|line| line.each_ref().map(String::as_str))
        .collect();
    let columns = Columns::measured(inner.width(), &[0], cells.iter().copied());
    for (line, y) in cells.iter().zip(0..inner.height()) {
        columns.put(&mut inner.line(y), line.map(|cell| (cell, Style::new())));
    }
    pen.below(
        lines
            .len()
            .saturating_sub(usize::from(pen.height().saturating_sub(2))),
    );
}

/// Mean waits by weekday and hour: the number says it, the colour only repeats it.
fn draw_heat(report: &Report, pen: &mut Pen<'_>) {
    let strong = pen.theme().strong();
    let mut inner = pen.framed(words::HEAT, strong);
    let mut inner = inner.indented(1);
    let theme = inner.theme();
    let hours = words::hours(report);
    if hours.is_empty() {
        inner.put((0, 0), words::NOBODY, theme.faint());
        return;
    }
    let columns = || (0..).map(|i| WEEKDAY + i * HOUR);
    for (hour, x) in hours.iter().zip(columns()) {
        inner.put_in((x, 0), HOUR - 1, &words::hour(*hour), theme.faint());
    }
    for (weekday, y) in words::weekdays(report).into_iter().zip(1..) {
        inner.put_in((0, y), WEEKDAY - 1, words::weekday(weekday), theme.faint());
        for (hour, x) in hours.iter().zip(columns()) {
            let minutes = report.now.hours.get(&weekday).and_then(|h| h.get(hour));
            let Some(mean) = minutes.and_then(|m| m.mean()) else {
                inner.put_in((x, y), HOUR - 1, words::EMPTY, theme.faint());
                continue;
            };
            let style = match mean {
                m if m > LONG[1] => theme.bad(),
                m if m > LONG[0] => theme.warning(),
                _ => theme.good(),
            };
            inner.put_in((x, y), HOUR - 1, &words::cell(mean), style);
        }
    }
}
