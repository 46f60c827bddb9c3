mod mistakes;
mod reading;

/// A field that is right.
const FIELD: &str = "[[field]]\nid = \"a\"\nname = \"A\"\nmean = 10\n";

#[test]
fn what_is_written_while_a_program_starts_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("motcua.toml");
    std::fs::write(&path, FIELD).unwrap();
    let config = super::Config::load(&path).unwrap();
    std::fs::write(&path, FIELD.replace("10", "25")).unwrap();
    let mut watch = config.watch();
    assert_eq!(watch.look().unwrap().fields[0].mean, 25);
    assert_eq!(watch.look(), None);
}
