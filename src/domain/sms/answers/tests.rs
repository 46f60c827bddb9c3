use super::*;

#[test]
fn the_usual_wordings_fit() {
    for kind in Kind::ALL {
        let parsed = Template::parse(*kind, kind.usual());
        assert!(parsed.is_ok(), "{}: {parsed:?}", kind.id());
    }
}
