//! motcua: entry point.
use motcua::domain::rules::Profile;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap_or_default();
    let profile = if args.get(2).is_some() {
        Profile::Improved
    } else {
        Profile::Source
    };
    if let Err(e) = motcua::app::replay::replay(&text, profile, false, |line| println!("{line}")) {
        eprintln!("{e}");
        std::process::exit(2);
    }
}
