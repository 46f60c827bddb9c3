//! What a citizen is told when an official takes something back, and does it again.

use serde_json::json;

use super::{AN, MONDAY};
use crate::support::letters::Post;

#[test]
fn the_office_tells_of_what_it_changes_and_takes_back_what_was_a_slip() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    let event = |event| post.office.event(&event);
    event(
        json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "time": "09:00",
        "desk": 1}),
    );
    let moved = post.await_sent(2);
    assert!(
        moved.contains("doi sang 9h ngay 26/11 (thu 5), so moi 1"),
        "{moved}"
    );
    event(json!({"type": "undo", "counter": 1}));
    let corrected = post.await_sent(3);
    assert!(corrected.starts_with("Dinh chinh: hen MC"), "{corrected}");
    assert!(corrected.contains("8h ngay 25/11 (thu 4)"), "{corrected}");
    event(json!({"type": "redo", "counter": 1}));
    assert_eq!(post.await_sent(4), moved);
    event(json!({"type": "undo", "counter": 1}));
    assert_eq!(post.await_sent(5), corrected);
    event(json!({"type": "close_session", "field": "tu-phap", "date": "2026-11-25", "half": "AM"}));
    let closed = post.await_sent(6);
    assert!(
        closed.contains("doi sang 13h30 ngay 25/11 (thu 4)"),
        "{closed}"
    );
}

#[test]
fn an_undo_takes_back_only_what_it_undoes() {
    let post = Post::new(&[], "", MONDAY);
    let mut host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    host.kill();
    post.office.set_clock("2026-11-24 16:29:00");
    let _host = post.host();
    let event = |event| post.office.event(&event);
    event(json!({"type": "walkin", "field": "tu-phap", "desk": 1}));
    post.office.pass(2);
    let reminder = post.await_sent(2);
    assert!(reminder.starts_with("Nhac hen MC"), "{reminder}");
    event(json!({"type": "undo", "counter": 1}));
    post.ask("+84987654321", "TC MC2B3CD");
    assert_eq!(post.count_by_phone()["0912345678"], 2, "no correction");
}
