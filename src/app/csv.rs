//! Cells of the tables that spreadsheets open.

/// What a spreadsheet takes a cell for a formula by, behind blanks too; the last four are the wide forms.
const FORMULA: [char; 8] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A cell between semicolons; what a spreadsheet would take for a formula is text, also one that parts cells by commas.
pub fn cell(value: &str) -> String {
    let mut guarded = String::new();
    for part in value.split_inclusive([',', '\t', '"', '\r', '\n']) {
        let begins = part.trim_start_matches(is_blank);
        if !guarded.chars().all(is_blank) && begins.starts_with(FORMULA) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    let value = guarded.as_str();
    let begins = value.trim_start_matches(is_blank);
    let is_formula = begins.starts_with(FORMULA) || value.starts_with(['\t', '\r', '\n']);
    match is_formula || value.contains([';', '"', '\n', '\r']) {
        true => format!(
            "\"{}{}\"",
            if is_formula { "'" } else { "" },
            value.replace('"', "\"\"")
        ),
        false => value.to_owned(),
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        assert_eq!(cell("An"), "An");
        assert_eq!(cell("An,=1+1, An, -2"), "An,'=1+1, An,' -2");
        assert_eq!(cell("A,\"=1+1,b"), "\"A,\"\"'=1+1,b\"");
        assert_eq!(cell("thôn 3 - xã"), "thôn 3 - xã");
        assert_eq!(cell("a;\"b\""), "\"a;\"\"b\"\"\"");
        assert_eq!(cell("a\rb"), "\"a\rb\"");
        for formula in [
            "=1+1",
            " =1+1",
            "\t@SUM(A1)",
            "\r-1",
            "\u{a0}+1",
            "\tAn",
            "\u{ff1d}1",
        ] {
            assert_eq!(cell(formula), format!("\"'{formula}\""));
        }
    }
}
