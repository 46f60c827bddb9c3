//! The province's relay: keeps what Zalo posts until the counter fetches it (app/post/zalo.md, "The relay").

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tiny_http::{Method, Request, Response, Server};

use super::fakezalo::Account;

/// What the relay asks the counter for.
pub(crate) const TOKEN: &str = "relay-token";

#[derive(Default)]
struct Kept {
    posts: Vec<Value>,
    number: u64,
    /// The office's clock: Zalo signs by it.
    clock: Option<PathBuf>,
}

/// The relay; it keeps all that was posted to it.
pub(crate) struct Relay {
    port: u16,
    kept: Arc<(Mutex<Kept>, Condvar)>,
}

impl Relay {
    pub(crate) fn start() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let port = server.server_addr().to_ip().unwrap().port();
        let kept = Arc::new((Mutex::default(), Condvar::new()));
        let own = Arc::clone(&kept);
        thread::spawn(move || {
            for request in server.incoming_requests() {
                let kept = Arc::clone(&own);
                thread::spawn(move || answer(request, &kept));
            }
        });
        Self { port, kept }
    }

    /// The keys of the table `[zalo]`.
    pub(crate) fn keys(&self) -> String {
        format!("relay = \"http://127.0.0.1:{}\"\n", self.port)
    }

    /// From now on an account's events come here.
    pub(crate) fn attach(&self, account: &Account) {
        self.kept.0.lock().unwrap().clock = Some(account.office.path("clock"));
        account
            .zalo
            .control(&format!("HOOK http://127.0.0.1:{}/webhook", self.port));
    }

    /// Somebody posts what makes one answer longer than the counter reads.
    pub(crate) fn flood(&self) {
        let mut kept = self.kept.0.lock().unwrap();
        for _ in 0..50 {
            kept.number += 1;
            let signature = "s".repeat(200_000);
            let post =
                json!({"number": kept.number, "taken": 1, "signature": signature, "body": ""});
            kept.posts.push(post);
        }
    }

    /// How many posts have come.
    pub(crate) fn posts(&self) -> usize {
        self.kept.0.lock().unwrap().posts.len()
    }
}

fn answer(mut request: Request, kept: &(Mutex<Kept>, Condvar)) {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|h| h.field.equiv(name));
        found.map_or(String::new(), |h| h.value.to_string())
    };
    let (signature, shown) = (header("X-ZEvent-Signature"), header("Authorization"));
    let (lock, came) = kept;
    let response = if *request.method() == Method::Post {
        let mut body = String::new();
        request.as_reader().read_to_string(&mut body).unwrap();
        let mut kept = lock.lock().unwrap();
        kept.number += 1;
        let (number, taken) = (kept.number, now(kept.clock.as_ref()));
        let post = json!({"number": number, "taken": taken, "signature": signature, "body": body});
        kept.posts.push(post);
        came.notify_all();
        Response::from_string("{}")
    } else if shown == format!("Bearer {TOKEN}") {
        let number = |name| {
            let (_, value) = request.url().split_once(name).unwrap();
            value.split('&').next().unwrap().parse().unwrap()
        };
        let (after, wait): (u64, u64) = (number("after="), number("wait="));
        let behind = |kept: &Kept| {
            let posts = kept.posts.iter();
            let behind = posts.filter(|post| post["number"].as_u64() > Some(after));
            behind.take(50).cloned().collect::<Vec<Value>>()
        };
        let empty = |kept: &mut Kept| behind(kept).is_empty();
        let all = lock.lock().unwrap();
        let (all, _) = came
            .wait_timeout_while(all, Duration::from_secs(wait), empty)
            .unwrap();
        Response::from_string(json!({ "events": behind(&all) }).to_string())
    } else {
        Response::from_string("{}").with_status_code(401)
    };
    // Whoever asked may be gone.
    let _ = request.respond(response);
}

/// Milliseconds since 1970 began, as the office has them.
fn now(clock: Option<&PathBuf>) -> i64 {
    let offset = clock.map_or(0.0, |path| {
        fs::read_to_string(path).unwrap().trim().parse().unwrap()
    });
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    ((now.as_secs_f64() + offset) * 1000.0) as i64
}
