//! The office's catalogue of procedures: what citizens come for, and what they need to bring (S4.2, S4.5).

use super::text::fold;

/// Said of copies: who asks for one may speak of what stands on the paper, too.
pub const COPIED: [&str; 3] = ["sao y", "photo", "phô tô"];

/// All procedures of the office, by field, in the order in which people are shown them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalogue {
    /// In order.
    pub procedures: Vec<Procedure>,
}

/// The id of what is none of the others.
pub const OTHERS: &str = "khac";

/// A procedure that citizens come for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Procedure {
    /// Never changed; tickets bear it.
    pub id: String,
    /// As shown.
    pub name: String,
    /// Id of its field.
    pub field: String,
    /// Mean minutes at the counter, for estimates; slots go by the field's mean.
    pub mean: i32,
    /// The choice of the booking form under which it stands (S1.2, part 4); its own name unless given.
    pub choice: Option<String>,
    /// Other words that citizens use for it; accents optional. Its name is one of its own accord.
    pub aliases: Vec<String>,
    /// An official must look at each booking before it holds (`khac`): it becomes a request.
    pub on_request: bool,
    /// Papers to bring.
    pub papers: Vec<Paper>,
    /// What happens, step by step.
    pub steps: Vec<String>,
    /// What must be fulfilled.
    pub requirements: Vec<String>,
    /// When the result is ready, in words.
    pub time_limit: Option<String>,
    /// The limit of a dossier in working days, of which `time_limit` speaks in words; 0 is the same day. `None`: the
    /// official names the day.
    pub limit_days: Option<u16>,
    /// Whether papers that come back begin the limit anew.
    pub anew: bool,
    /// What it costs, in words.
    pub fee: Option<String>,
    /// Laws and decrees, in words.
    pub legal_basis: Vec<String>,
    /// Figures that nobody has compared with their source yet, each with it: for the office, never shown to citizens.
    pub to_check: Vec<String>,
    /// The form to fill in, in words.
    pub form: Option<String>,
    /// Frequent questions (S1.7).
    pub questions: Vec<Question>,
}

/// A paper to bring.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Paper {
    /// Which.
    pub name: String,
    /// Originals (bản chính).
    pub originals: u32,
    /// Copies (bản sao).
    pub copies: u32,
}

/// A frequent question and its answer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Question {
    /// As citizens ask it.
    pub question: String,
    /// As the office answers it.
    pub answer: String,
}

impl Procedure {
    /// Whether it is the one for papers that were lost, too, by its name: `Cấp, đổi, cấp lại thẻ căn cước`.
    pub fn gives_again(&self) -> bool {
        fold(&self.name).contains("cap lai")
    }

    /// The only one of its cases that is asked for, with that one's papers and fee; none where not every paper bears its case:
    /// `Chứng thực chữ ký: giấy tờ sẽ ký`. What is copied may bear a case's words: `sao y bằng có chữ ký`.
    pub fn case_asked(&self, text: &str) -> Option<Self> {
        let text = words(text);
        if COPIED.iter().any(|copied| text.contains(&words(copied))) {
            return None;
        }
        let cases = self.papers.iter().map(|paper| paper.name.split_once(": "));
        let cases = cases.collect::<Option<Vec<_>>>()?;
        let is_asked = |case: &str| text.contains(&words(&own_words(case)));
        let (case, _) = *cases.iter().find(|(case, _)| is_asked(case))?;
        if cases
            .iter()
            .any(|(other, _)| *other != case && is_asked(other))
        {
            return None;
        }
        let papers = self.papers.iter().zip(&cases);
        let of_case = papers.filter(|(_, (other, _))| *other == case);
        let plain = |(paper, (_, name)): (&Paper, &(&str, &str))| Paper {
            name: (*name).to_owned(),
            ..paper.clone()
        };
        Some(Self {
            name: case.to_owned(),
            papers: of_case.map(plain).collect(),
            fee: self.fee.as_deref().map(|fee| fee_of(fee, case, &cases)),
            ..self.clone()
        })
    }
}

/// The words in which a case differs from others, without accents: of `Chứng thực chữ ký` the last two.
fn own_words(case: &str) -> String {
    const OWN: usize = 2;
    let words: Vec<&str> = case.split(' ').collect();
    fold(&words[words.len().saturating_sub(OWN)..].join(" "))
}

/// The words of a text, each between blanks, without accents.
fn words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// A fee without what other cases cost: `Bản sao: … Chữ ký: …`; the whole one where nothing else is told.
fn fee_of(fee: &str, case: &str, cases: &[(&str, &str)]) -> String {
    let is_of = |label: &str, case: &str| fold(label).ends_with(&own_words(case));
    let own = |part: &str| match part.split_once(": ") {
        Some((label, cost)) if is_of(label, case) => Some(cost.to_owned()),
        Some((label, _)) if cases.iter().any(|(other, _)| is_of(label, other)) => None,
        _ => Some(part.to_owned()),
    };
    let parts: Vec<String> = fee.split(". ").filter_map(own).collect();
    match parts.is_empty() {
        true => fee.to_owned(),
        false => parts.join(". "),
    }
}

impl Catalogue {
    /// The procedure with this id.
    pub fn get(&self, id: &str) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.id == id)
    }

    /// The procedures of a field.
    pub fn of_field<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Procedure> {
        self.procedures.iter().filter(move |p| p.field == field)
    }
}

impl Procedure {
    /// Every word for it, folded (lower case, no accents): its name, then its aliases.
    pub fn folded_words(&self) -> impl Iterator<Item = String> {
        [&self.name]
            .into_iter()
            .chain(&self.aliases)
            .map(|w| fold(w))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certifying(fee: &str) -> Procedure {
        let paper = |name: &str| Paper {
            name: name.to_owned(),
            ..Paper::default()
        };
        Procedure {
            papers: vec![
                paper("Chứng thực bản sao: bản chính"),
                paper("Chứng thực chữ ký: giấy tờ sẽ ký"),
            ],
            fee: Some(fee.to_owned()),
            ..Procedure::default()
        }
    }

    #[test]
    fn a_fee_is_the_one_of_the_case_however_it_is_labelled() {
        for (fee, of_case) in [
            (
                "Bản sao: 2.000 đồng. Chữ ký: 10.000 đồng. Tiền chụp tính riêng.",
                "10.000 đồng. Tiền chụp tính riêng.",
            ),
            (
                "Chứng thực bản sao: 2.000 đồng. Chứng thực chữ ký: 10.000 đồng",
                "10.000 đồng",
            ),
            ("Ngoài giờ: 20.000 đồng", "Ngoài giờ: 20.000 đồng"),
            (
                "Chứng thực bản sao: 2.000 đồng",
                "Chứng thực bản sao: 2.000 đồng",
            ),
        ] {
            let case = certifying(fee)
                .case_asked("phí chứng thực chữ ký?")
                .unwrap();
            assert_eq!(case.fee.as_deref(), Some(of_case));
        }
    }

    #[test]
    fn what_is_copied_names_no_case() {
        let asked = |text: &str| certifying("").case_asked(text).map(|case| case.name);
        let signature = Some("Chứng thực chữ ký".to_owned());
        assert_eq!(asked("sao y bằng có cần chữ ký không"), None);
        assert_eq!(asked("Phô tô giấy có chữ ký"), None);
        assert_eq!(asked("tại sao yêu cầu chữ ký"), signature);
    }
}
