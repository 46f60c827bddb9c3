//! Who follows the office's changes (the lobby's screen) is told of each as it is committed: server-sent events (HTML
//! standard, 9.2) of which only the coming counts. What has changed is then asked for like any page.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, UnixDatagram};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::app::bell::Bell;

/// Followers at a time. Whoever comes later asks now and then instead, as without a stream.
const FOLLOWERS: usize = 64;
/// After so long without a change a comment is sent: a follower who has gone shows by it.
const QUIET: Duration = Duration::from_secs(15);
/// A burst of commits is told once in so long.
const PAUSE: Duration = Duration::from_millis(20);
/// For the follower to take what is sent.
const WRITE_TIME: Duration = Duration::from_secs(10);

/// Wakes all followers when `bell` rings.
pub(super) fn rung_by(bell: Bell) -> watch::Sender<()> {
    let (changes, _) = watch::channel(());
    let told = changes.clone();
    tokio::spawn(async move {
        let socket = bell.socket().and_then(UnixDatagram::from_std);
        while let Ok(socket) = &socket
            && socket.recv(&mut [0]).await.is_ok()
        {
            bell.hush();
            told.send_replace(());
        }
    });
    changes
}

/// Whether another follower would be one too many.
pub(super) fn are_crowded(changes: &watch::Sender<()>) -> bool {
    changes.receiver_count() >= FOLLOWERS
}

/// Tells of changes until the follower goes.
pub(super) async fn follow(stream: &mut TcpStream, changes: &watch::Sender<()>) {
    let mut changes = changes.subscribe();
    loop {
        let line: &[u8] = match timeout(QUIET, changes.changed()).await {
            Ok(Ok(())) => b"data:\n\n",
            Ok(Err(_)) => return,
            Err(_) => b":\n\n",
        };
        if !matches!(
            timeout(WRITE_TIME, stream.write_all(line)).await,
            Ok(Ok(()))
        ) {
            return;
        }
        sleep(PAUSE).await;
    }
}
