//! At every width: nothing is cut beside room to spare.

use motcua::domain::rules::Profile;

use super::desk::Desk;
use super::sample::{JUSTICE, Sample};

/// So many free columns would hold what was cut.
const SPARE: usize = 6;

/// The rows of each frame on the screen, without its borders, frame by frame.
fn frames(text: &str) -> Vec<Vec<String>> {
    let mut frames: Vec<(usize, Vec<String>)> = Vec::new();
    for line in text.lines() {
        let mut column = 0;
        for part in line.split_inclusive(['│', '╮', '╯']) {
            let at = column;
            column += part.chars().count();
            if part.contains('╰') {
                frames.push((at, Vec::new()));
            }
            let Some(row) = part.strip_suffix('│').filter(|row| !row.is_empty()) else {
                continue;
            };
            let open = frames.iter_mut().rev().find(|(start, _)| *start + 1 == at);
            match open {
                Some((_, rows)) if !part.contains('╰') => rows.push(row.to_owned()),
                _ => frames.push((at - 1, vec![row.to_owned()])),
            }
        }
    }
    frames.into_iter().map(|(_, rows)| rows).collect()
}

#[test]
fn nothing_is_cut_beside_room_to_spare() {
    for page in 0..4 {
        let mut desk = match page {
            3 => Desk::new(Sample::monday_of_messages()),
            _ => Desk::new(Sample::monday_of_requests(Profile::Improved)),
        };
        desk.keys(&"\t".repeat(page));
        for width in 80..=200 {
            let text = desk.text(width, 40);
            for rows in frames(&text) {
                let free = |row: &String| row.chars().rev().take_while(|c| *c == ' ').count();
                let spare = rows.iter().map(free).min().unwrap_or(0);
                let is_cut = rows.iter().any(|row| row.contains('…'));
                assert!(!is_cut || spare < SPARE, "{width}: {spare} free\n{text}");
                // Nor beside cells of the same row that are empty.
                let is_beside = |row: &String| row.contains(&format!("…{}", " ".repeat(SPARE + 1)));
                assert!(!rows.iter().any(is_beside), "{width}\n{text}");
            }
        }
    }
}

#[test]
fn counters_are_told_apart_at_every_width() {
    let mut rules = super::sample::rules(Profile::Improved);
    for (n, counter) in (1..).zip(&mut rules.counters) {
        counter.name = format!("Quầy số {n}");
    }
    for n in 4..=8 {
        rules.add_counter(&n.to_string(), &format!("Quầy số {n}"), &[JUSTICE]);
    }
    let usual = Desk::new(Sample::monday(Profile::Improved));
    let long = Desk::new(Sample::monday_with(rules));
    for (mut desk, name, counters) in [(usual, "Quầy", 3), (long, "Quầy số", 8)] {
        for width in 80..=200 {
            let text = desk.text(width, 40);
            // The header names this counter, too.
            let panel = text.split('╰').next().unwrap_or_default();
            for n in 1..=counters {
                let named = format!(" {name} {n} ");
                let mut rows = panel.lines().filter(|line| line.starts_with('│'));
                assert!(rows.any(|row| row.contains(&named)), "{n} {width}\n{text}");
            }
        }
    }
}

#[test]
fn a_calendar_without_room_for_a_field_names_it_and_a_long_list_says_what_is_below() {
    let mut rules = super::sample::rules(Profile::Improved);
    for n in 0..4 {
        rules.add_field(&format!("linh-vuc-{n}"), &format!("Lĩnh vực {n}"), 10, None);
    }
    let mut desk = Desk::new(Sample::monday_with(rules));
    desk.keys("\t");
    let text = desk.text(80, 24);
    assert!(
        text.contains("cửa sổ hẹp, bấm ← để đổi sang: Lĩnh vực 0"),
        "{text}"
    );
    assert!(text.contains("còn ") && text.contains(" dòng ↓"), "{text}");
}

#[test]
fn a_fields_name_that_is_too_long_keeps_its_head() {
    let mut rules = super::sample::rules(Profile::Improved);
    rules.fields[0].name = "Tư pháp – Hộ tịch và chứng thực điện tử".to_owned();
    rules.fields[1].name = "Địa chính – Xây dựng".to_owned();
    let mut desk = Desk::new(Sample::empty(rules, "2026-11-23T08:00:00"));
    for width in 110..=200 {
        let text = desk.text(width, 40);
        let overview = &text[text.find("Các hàng chờ").expect("the overview")..];
        assert!(overview.contains("1 Tư pháp"), "{text}");
        assert!(!overview.contains('…'), "{text}");
    }
}

#[test]
fn where_nobody_waits_the_title_says_how_many_numbers_can_be_given() {
    let mut rules = super::sample::rules(Profile::Improved);
    rules.fields[0].name = "Tư pháp – Hộ tịch và chứng thực".to_owned();
    let mut desk = Desk::new(Sample::empty(rules, "2026-11-23T16:20:00"));
    for width in 110..=200 {
        let text = desk.text(width, 40);
        let title = text.lines().find(|line| line.contains("Hàng chờ Tư pháp"));
        let title = title.unwrap_or_else(|| panic!("{width}\n{text}"));
        assert!(
            title.contains("còn khoảng") && !title.contains('…'),
            "{title}"
        );
    }
    let text = desk.text(200, 40);
    assert!(text.contains("không có ai chờ"), "{text}");
}

#[test]
fn a_booking_in_a_narrow_window_has_the_head_of_its_field() {
    let mut rules = super::sample::rules(Profile::Improved);
    rules.fields[0].name = "Tư pháp – Hộ tịch".to_owned();
    let mut desk = Desk::new(Sample::monday_with(rules));
    desk.keys("\t");
    let text = desk.text(80, 40);
    assert!(text.contains(" 1 Tư pháp Phạm Văn Em "), "{text}");
}
