//! The page of figures, in both sizes, with and without colours.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use motcua::app::figures::Report;
use motcua::domain::figures::{Figures, Length, Minutes, OfDossiers, OfField};
use motcua::domain::rating::{Rated, Stars, Totals};
use motcua::domain::rules::Profile;
use motcua::domain::time::Day;

use super::desk::Desk;
use super::sample::Sample;

fn minutes(n: u32, mean: u32) -> Minutes {
    Minutes { n, sum: n * mean }
}

fn week(wait: u32) -> Figures {
    let field = |served, wait| OfField {
        served,
        walk_ins: served * 2 / 3,
        booked: served / 3 + 2,
        no_shows: 2,
        unserved: 1,
        wait: minutes(served, wait),
        service: minutes(served, 11),
        forgotten: 1,
    };
    let hours = |peak: u32| -> BTreeMap<u8, Minutes> {
        (7..=16)
            .filter(|h| !(11..13).contains(h))
            .map(|h| (h, minutes(4, peak / (u32::from(h) - 6))))
            .collect()
    };
    Figures {
        fields: [
            ("TP".to_owned(), field(120, wait)),
            ("DD".to_owned(), field(44, wait + 6)),
        ]
        .into(),
        hours: (0..5)
            .map(|day| (day, hours(wait * 5 - u32::from(day) * 10)))
            .collect(),
        channels: [("web".to_owned(), 30), ("sms".to_owned(), 24)].into(),
        sent: 130,
        by_zalo: 40,
        zalo_cost: 8000,
        received: 61,
    }
}

fn report() -> Report {
    let day = |text: &str| Day::parse(text).unwrap();
    let stars = |count, sum, satisfied| Totals {
        all: Stars {
            count,
            sum,
            satisfied,
        },
        ..Totals::default()
    };
    Report {
        from: day("2026-11-23"),
        to: day("2026-11-29"),
        now: week(14),
        dossiers: OfDossiers {
            received: 180,
            visits: 252,
            in_time: 150,
            late: 9,
            overdue: 3,
        },
        earlier: (day("2026-11-16"), day("2026-11-22")),
        before: week(27),
        dossiers_before: OfDossiers {
            received: 160,
            visits: 384,
            in_time: 120,
            late: 30,
            overdue: 3,
        },
        rated: vec![
            (Rated::Official("ha".to_owned()), stars(12, 54, 11)),
            (Rated::Counter("2".to_owned()), stars(4, 18, 4)),
        ],
        remarks: Vec::new(),
        price: 350,
    }
}

fn desk() -> Desk {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    desk.sample.figures = Some(report());
    desk.alt('7');
    desk
}

#[test]
fn the_page_shows_a_week_beside_the_one_before() {
    let mut desk = desk();
    assert_eq!(desk.screen.wants_figures(), Some((Length::Week, 0)));
    for (width, height) in [(80, 24), (120, 40)] {
        let text = desk.text(width, height);
        for said in [
            "Chờ trung bình, phút",
            "15,6",
            "28,6",
            "40 → 12",
            "Phút chờ theo thứ và giờ bắt đầu chờ",
            "Hồ sơ đúng hạn",
            "94 %",
        ] {
            assert!(text.contains(said), "{width}: {said}\n{text}");
        }
    }
    let text = desk.text(120, 40);
    assert!(
        text.contains("chưa đủ 5 lượt") && text.contains("hẹn qua SMS"),
        "{text}"
    );
    desk.press(KeyCode::Down);
    assert_eq!(desk.screen.wants_figures(), Some((Length::Month, 0)));
    desk.press(KeyCode::Left);
    assert_eq!(desk.screen.wants_figures(), Some((Length::Month, 1)));
}

#[test]
fn no_column_is_cut_beside_a_frame_with_room() {
    let mut desk = desk();
    for _ in Length::ALL {
        desk.press(KeyCode::Down);
        for width in [112, 120] {
            let text = desk.text(width, 40);
            assert!(text.contains("kỳ trước, kỳ sau"), "{width}\n{text}");
        }
        for width in (128..=200).step_by(4) {
            let text = desk.text(width, 40);
            assert!(!text.contains('…'), "{width}\n{text}");
        }
    }
}

#[test]
fn every_page_stands_in_the_bar_of_a_small_window() {
    let mut desk = desk();
    for nth in '1'..='7' {
        desk.alt(nth);
        let text = desk.text(80, 24);
        let bar = text.lines().last().unwrap();
        for page in [
            "Hàng",
            "Hẹn",
            "YC",
            "Tin",
            "Hồ sơ",
            "Góp ý",
            "Số liệu",
            "F1 Trợ giúp",
        ] {
            assert!(bar.contains(page), "{page}: {bar}");
        }
        assert!(bar.contains(&format!("[{nth} ")), "{bar}");
    }
    // A click leads there, too.
    let text = desk.text(80, 24);
    let bar = text.lines().last().unwrap();
    desk.alt('1');
    let before = bar.split("7 Số liệu").next().unwrap();
    let at = before.chars().count() as u16;
    desk.mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: at,
        row: 23,
        modifiers: KeyModifiers::NONE,
    });
    assert!(desk.text(80, 24).contains("[7 Số liệu]"));
}

#[test]
fn every_row_is_reached_in_a_small_window_and_the_bar_marks_the_page() {
    let mut desk = desk();
    let first = desk.text(80, 24);
    assert!(first.contains("Số liệu]"), "{first}");
    assert!(
        first.contains("dòng nữa: PgDn") && !first.contains("Hài lòng"),
        "{first}"
    );
    for _ in 0..4 {
        desk.press(KeyCode::PageDown);
    }
    let last = desk.text(80, 24);
    assert!(
        last.contains("Hài lòng") && last.contains("hết bảng"),
        "{last}"
    );
    assert_eq!(
        desk.screen.wants_figures(),
        Some((Length::Week, 0)),
        "the same period"
    );
    for _ in 0..4 {
        desk.press(KeyCode::PageUp);
    }
    assert_eq!(desk.text(80, 24), first);
}
