//! One connection: one request is read whole, passed on, answered; then the connection ends. There is no second request
//! on it, so nothing that follows the first can be taken for one.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tiny_http::{Header, Request, TestRequest};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use super::changes;
use super::connections::Permit;
use super::head::{self, Head, MAX_HEAD, Method};
use super::hosts::Hosts;
use super::refusal::Refusal;
use crate::web::words;

/// For the whole head.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// For the whole body.
const BODY_TIME: Duration = Duration::from_secs(10);
/// For the office to answer. It waits for the database shorter than that: what a visitor was told to try again must not
/// happen after all.
pub(in crate::web) const ANSWER_TIME: Duration = Duration::from_secs(25);
/// So many requests of one address wait for the office at once: nobody's crowd keeps the others waiting.
const AT_ONCE: usize = 32;
/// For the visitor to take the answer.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// For the visitor to hang up after it.
const LINGER_TIME: Duration = Duration::from_secs(2);
/// What is thrown away meanwhile: a body that was refused.
const LINGER_BYTES: usize = 256 * 1024;

/// A whole request on its way to the office, and the way back.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// The request in canonical form; its body stands beside it.
    pub request: Request,
    /// The form that was sent.
    pub body: Vec<u8>,
    /// Where the answer goes.
    pub answer: oneshot::Sender<Response>,
}

/// What the office answers.
#[derive(Debug)]
pub(crate) struct Response {
    /// The response as it goes over the wire, but for `Connection`.
    pub response: Vec<u8>,
    /// How long it is held back.
    pub delay: Duration,
    /// Whether the visitor is told of the office's changes after it, for as long as he stays.
    pub follows: bool,
}

/// Serves one connection from its beginning to its end.
pub(super) async fn serve(
    mut stream: TcpStream,
    from: SocketAddr,
    permit: Permit,
    office: Sender<Exchange>,
    hosts: &Hosts,
    changes: &watch::Sender<()>,
) {
    // Each answer is one write: waiting for more to send would only delay it.
    let _ = stream.set_nodelay(true);
    let (response, end) = match ask(&stream, from, &permit, office, hosts).await {
        Ok((_, End::Follows)) if changes::are_crowded(changes) => {
            (refused(Refusal::Busy), End::Waits)
        }
        Ok(answered) => answered,
        Err(Some(refusal)) => (refused(refusal), End::Waits),
        Err(None) => return,
    };
    permit.busy(false);
    let written = timeout(WRITE_TIME, stream.write_all(&response)).await;
    match (end, written) {
        (End::Waits, Ok(Ok(()))) => {}
        (End::Follows, Ok(Ok(()))) => return changes::follow(&mut stream, changes).await,
        // The system sends what is still on its way, and says goodbye.
        _ => return,
    }
    // Closing on unread bytes would send a reset, and take the answer from a phone that has not read it yet.
    let goodbye = async {
        stream.shutdown().await?;
        drain(&stream).await;
        Ok::<_, std::io::Error>(())
    };
    let _ = timeout(LINGER_TIME, goodbye).await;
}

/// How a connection ends after the response.
enum End {
    /// At once: the visitor has sent nothing beyond the request.
    Closes,
    /// When the visitor has hung up, or soon.
    Waits,
    /// When the visitor no longer follows the office's changes.
    Follows,
}

/// The response, and what comes after it; an error without a refusal is a visitor who has gone.
async fn ask(
    stream: &TcpStream,
    from: SocketAddr,
    permit: &Permit,
    office: Sender<Exchange>,
    hosts: &Hosts,
) -> Result<(Vec<u8>, End), Option<Refusal>> {
    let (head, mut body) = receive(stream).await?;
    let end = match body.len() == head.length {
        true => End::Closes,
        false => End::Waits,
    };
    body.truncate(head.length);
    let here = stream.local_addr().map_err(|_| None)?;
    if !hosts.are_meant_by(&head.host, here) {
        return Err(Some(Refusal::Misdirected));
    }
    if permit.busy_neighbours() >= AT_ONCE {
        return Err(Some(Refusal::Busy));
    }
    permit.busy(true);
    let (answer, answered) = oneshot::channel();
    let exchange = Exchange {
        request: request(&head, from),
        body,
        answer,
    };
    office.send(exchange).map_err(|_| Refusal::Busy)?;
    match timeout(ANSWER_TIME, answered).await {
        Ok(Ok(Response {
            response,
            delay,
            follows,
        })) => {
            if !delay.is_zero() {
                permit.busy(false);
                tokio::time::sleep(delay).await;
            }
            let end = if follows { End::Follows } else { end };
            Ok((closing(response), end))
        }
        _ => Err(Some(Refusal::Busy)),
    }
}

fn refused(refusal: Refusal) -> Vec<u8> {
    refusal.response(words::refusal(refusal))
}

/// Reads a whole request; behind its body may follow what nobody asked for.
async fn receive(stream: &TcpStream) -> Result<(Head, Vec<u8>), Option<Refusal>> {
    let mut bytes = Vec::new();
    let read_head = async {
        let mut searched = 0;
        loop {
            if !more(stream, &mut bytes).await {
                return Err(None);
            }
            // Not ours at all (a TLS greeting, say): why wait for more of it.
            if !bytes.first().is_some_and(u8::is_ascii_uppercase) {
                return Err(Some(Refusal::Malformed));
            }
            match head::end(&bytes, searched) {
                Some(end) if end <= MAX_HEAD => return Ok(end),
                Some(_) => return Err(Some(Refusal::HeadTooLarge)),
                None if bytes.len() >= MAX_HEAD => return Err(Some(Refusal::HeadTooLarge)),
                None => searched = bytes.len(),
            }
        }
    };
    let end = match timeout(HEAD_TIME, read_head).await {
        Ok(end) => end?,
        // A browser that connected ahead of need is told nothing.
        Err(_) => return Err((!bytes.is_empty()).then_some(Refusal::TooSlow)),
    };
    let head = head::read(&bytes[..end])?;
    let mut body = bytes.split_off(end);
    drop(bytes);
    let read_body = async {
        while body.len() < head.length {
            if !more(stream, &mut body).await {
                return Err(None);
            }
        }
        Ok(())
    };
    match timeout(BODY_TIME, read_body).await {
        Ok(whole) => whole?,
        Err(_) => return Err(Some(Refusal::TooSlow)),
    }
    Ok((head, body))
}

/// Appends what has come. Answers whether there may be more.
async fn more(stream: &TcpStream, bytes: &mut Vec<u8>) -> bool {
    while stream.readable().await.is_ok() {
        // Not kept while waiting, so that thousands who only sit there cost next to nothing.
        let mut chunk = [0; 4096];
        match stream.try_read(&mut chunk) {
            Ok(0) => return false,
            Ok(n) => {
                bytes.extend_from_slice(&chunk[..n]);
                return true;
            }
            Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return false,
        }
    }
    false
}

async fn drain(stream: &TcpStream) {
    let mut bytes = Vec::new();
    let mut seen = 0;
    while seen < LINGER_BYTES && more(stream, &mut bytes).await {
        seen += bytes.len();
        bytes.clear();
    }
}

/// The request as tiny_http knows it, made anew from what was checked. Its body is not in it: tiny_http's own ways to
/// read one are what the guard is there for.
fn request(head: &Head, from: SocketAddr) -> Request {
    let method = match head.method {
        Method::Get => tiny_http::Method::Get,
        Method::Head => tiny_http::Method::Head,
        Method::Post => tiny_http::Method::Post,
    };
    let lines = [
        ("Host", Some(&head.host)),
        ("Origin", head.origin.as_ref()),
        ("Cookie", head.cookie.as_ref()),
        ("Content-Type", head.content_type.as_ref()),
    ];
    let request = TestRequest::new()
        .with_method(method)
        .with_path(&head.target)
        .with_remote_addr(from);
    lines
        .into_iter()
        .filter_map(|(name, value)| Header::from_bytes(name, value?.as_str()).ok())
        .fold(request, TestRequest::with_header)
        .into()
}

/// Says that the connection ends with this response, which tiny_http leaves to its own connections.
fn closing(mut response: Vec<u8>) -> Vec<u8> {
    if let Some(line) = response.windows(2).position(|w| w == b"\r\n") {
        let at = line + 2;
        response.splice(at..at, *b"Connection: close\r\n");
    }
    response
}
