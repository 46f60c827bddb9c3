//! The tables. Times are local minutes (see `domain::time`), days are counted from 1970-01-01, so that both sort.
//!
//! `rev` is the sequence number of the event that last wrote a row: a process that has seen events up to `n` catches up
//! by reading the rows with `rev > n`. Personal data stand in `person`, `dossier_person`, `event_body`, `phone` and `journal`, in `message`
//! (sender, text, PDU, reading), in `notice` (phone, text), `comment` (phone, text), `subscriber`, `refuser` and `follower`, where `personal` erases them; `ticket` and `event` can stay for
//! ever. Outside the database they stand in its backups and in the day's list on paper.

use rusqlite_migration::{M, Migrations};

/// Tickets to which something may still happen (`State::is_final`); the words of the index, so that it is used.
pub(super) const UNFINISHED: &str =
    "state IN ('waiting', 'booked', 'serving', 'held', 'requested', 'proposed', 'asked')";

/// Leaves out the messages of announcements that a head has stopped.
pub(super) const NOT_STOPPED: &str = " AND (announcement IS NULL OR announcement IN (SELECT id FROM announcement WHERE state = 'sending'))";

const FIRST: &str = "
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,            -- the office's minute
  wall INTEGER NOT NULL,          -- milliseconds of the wall clock
  kind TEXT NOT NULL,
  desk TEXT,                      -- counter whose official acted
  actor TEXT,                     -- official who acted
  digest BLOB NOT NULL,           -- SHA-256 over salt and body
  chain BLOB NOT NULL             -- SHA-256 over the chain so far, this row and its digest
) STRICT;

CREATE TABLE event_body (         -- what exactly happened; erased with the person's data
  seq INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  field TEXT NOT NULL,
  number INTEGER NOT NULL,
  time INTEGER,                   -- appointed time of a booking
  priority INTEGER NOT NULL,
  state TEXT NOT NULL,
  present INTEGER NOT NULL,
  made INTEGER NOT NULL,
  arrived INTEGER,
  called_new INTEGER NOT NULL,
  appointed INTEGER,              -- when the appointed call was made
  counter TEXT,
  started INTEGER,
  ended INTEGER,
  origin INTEGER,                 -- the ticket that was moved or transferred into this one
  channel TEXT NOT NULL,
  procedure TEXT,
  stamp INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (day, field, number)
) STRICT;
CREATE INDEX ticket_rev ON ticket (rev);
CREATE INDEX ticket_unfinished ON ticket (state) WHERE state IN ('waiting', 'booked', 'serving', 'held');

CREATE TABLE person (
  ticket INTEGER PRIMARY KEY,
  phone TEXT,
  name TEXT,
  note TEXT,
  helper TEXT,
  consent INTEGER NOT NULL,
  code TEXT
) STRICT;
CREATE INDEX person_code ON person (code) WHERE code IS NOT NULL;

CREATE TABLE phone (
  phone TEXT PRIMARY KEY,
  strikes INTEGER NOT NULL,
  until INTEGER,
  helper INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_rev ON phone (rev);

CREATE TABLE counter (
  id TEXT PRIMARY KEY,
  open INTEGER NOT NULL,
  reason TEXT,
  manual INTEGER NOT NULL,
  ticket INTEGER,
  last_call INTEGER,
  stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_session (
  day INTEGER NOT NULL,
  field TEXT NOT NULL,
  half TEXT NOT NULL,
  PRIMARY KEY (day, field, half)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (            -- actions that can still be taken back
  serial INTEGER PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (             -- effects to carry out, at least once
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seq INTEGER NOT NULL,
  channel TEXT NOT NULL,          -- board, later: voice, sms
  target TEXT NOT NULL,           -- a counter's id, later: a phone
  body TEXT NOT NULL,
  state TEXT NOT NULL             -- new, sending, done, dropped
) STRICT;
CREATE INDEX outbox_open ON outbox (channel, id) WHERE state IN ('new', 'sending');

CREATE TABLE pin (
  official TEXT PRIMARY KEY,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

const SECOND: &str = "
ALTER TABLE ticket ADD COLUMN due INTEGER;   -- of a request: until when it must be answered
ALTER TABLE person ADD COLUMN contact TEXT;  -- how to tell the citizen something
DROP INDEX ticket_unfinished;
CREATE INDEX ticket_unfinished ON ticket (state)
  WHERE state IN ('waiting', 'booked', 'serving', 'held', 'requested', 'proposed');

CREATE TABLE message (            -- a text message that came in, or a part of one
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,       -- over sender, time stamp of the centre, user data and part
  sender TEXT NOT NULL,
  received INTEGER NOT NULL,      -- milliseconds of the wall clock
  concat TEXT,                    -- which long message it is a part of
  part INTEGER,
  parts INTEGER,
  pdu TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,            -- part, joined, done, silent, open (an official should look), settled
  reading TEXT,                   -- what it was understood as, JSON
  seq INTEGER,                    -- the event that it caused
  ticket INTEGER
) STRICT;
CREATE INDEX message_sender ON message (sender, received);
CREATE INDEX message_concat ON message (concat) WHERE state = 'part';
CREATE INDEX message_open ON message (id) WHERE state = 'open';

CREATE TABLE notice (             -- what a citizen is told: a text message to send, or a call to make
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seq INTEGER NOT NULL,           -- the event that it tells of, 0 for none
  answers INTEGER,                -- the message that it answers
  ticket INTEGER,
  phone TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,            -- new, sending, sent, delivered, failed, unknown, dropped; call, called
  made INTEGER NOT NULL,          -- milliseconds of the wall clock, like the following
  not_before INTEGER NOT NULL,
  worthless_after INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  parts INTEGER NOT NULL DEFAULT 1,
  reference INTEGER,              -- the modem's, for its delivery report
  sent INTEGER,
  cause TEXT                      -- why it failed
) STRICT;
CREATE INDEX notice_state ON notice (state, id);
CREATE INDEX notice_phone ON notice (phone, made);
CREATE INDEX notice_seq ON notice (seq);
CREATE INDEX notice_ticket ON notice (ticket);
CREATE INDEX notice_sent ON notice (sent, parts) WHERE sent IS NOT NULL;

CREATE TABLE form_post (          -- forms that were sent: a second time gives the first answer
  nonce BLOB PRIMARY KEY,
  ticket INTEGER NOT NULL,
  made INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

const THIRD: &str = "
DROP INDEX ticket_unfinished;
CREATE INDEX ticket_unfinished ON ticket (state)
  WHERE state IN ('waiting', 'booked', 'serving', 'held', 'requested', 'proposed', 'asked');

CREATE TABLE display (            -- screens in the lobby that an official has paired
  number TEXT PRIMARY KEY,        -- what the screen shows and the official types
  mark BLOB,                      -- of the screen's cookie, once it has said that it is the one
  made INTEGER NOT NULL,
  actor TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE source (             -- which bookings of the form came from one place; forgotten after two days
  ticket INTEGER PRIMARY KEY,
  mark BLOB NOT NULL,             -- keyed hash of the address
  made INTEGER NOT NULL
) STRICT;
CREATE INDEX source_mark ON source (mark);

CREATE TABLE data_request (       -- what people ask about their own data
  id INTEGER PRIMARY KEY,
  phone TEXT,
  kind TEXT NOT NULL,             -- see, correct, erase, withdraw
  made INTEGER NOT NULL,
  acknowledged INTEGER,           -- when the citizen was told that it came
  done INTEGER
) STRICT;

CREATE TABLE configuration (      -- the rules that held after so many events, as JSON
  seq INTEGER PRIMARY KEY,
  rules TEXT NOT NULL
) STRICT;

CREATE TABLE wrong_pin (          -- how often an official's PIN was mistaken since it was last typed right
  official TEXT PRIMARY KEY,
  times INTEGER NOT NULL,
  last INTEGER NOT NULL           -- milliseconds of the wall clock
) STRICT, WITHOUT ROWID;

CREATE TABLE event_trace (        -- what is left of an erased body: what happened, without the person
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE erasure (            -- what was erased after so many events
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  person TEXT,                    -- who goes by this in the traces
  day INTEGER                     -- people without a phone who were here before it
) STRICT;
";

const FOURTH: &str = "
CREATE TABLE told (               -- when people were told that their turn would come, and when it came
  ticket INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  at INTEGER NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER,                   -- none: perhaps not that day
  called INTEGER,
  unserved INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX told_day ON told (day);
";

const FIFTH: &str = "
CREATE TABLE dossier (            -- what a counter received
  id INTEGER PRIMARY KEY,
  province TEXT,                  -- the province's code, as printed
  province_key TEXT,              -- its letters and digits
  ticket INTEGER,                 -- the visit that brought it
  stage TEXT NOT NULL,
  received INTEGER NOT NULL,
  days INTEGER,                   -- the limit with which it was received, in working days; 0: the same day
  anew INTEGER NOT NULL,          -- whether papers that come back begin the count anew
  due INTEGER,                    -- day
  asked INTEGER,                  -- when the papers were asked for that it waits for
  ended INTEGER,                  -- when its result was ready, or it came to its end
  steps TEXT NOT NULL,            -- what was done when, as JSON, without words
  channel TEXT NOT NULL,
  procedure TEXT,
  born INTEGER NOT NULL,          -- the event that received it
  stamp INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX dossier_rev ON dossier (rev);
CREATE INDEX dossier_province ON dossier (province_key) WHERE province_key IS NOT NULL;
CREATE INDEX dossier_open ON dossier (stage)
  WHERE stage IN ('received', 'processing', 'awaits_papers', 'completed');
CREATE INDEX dossier_ended ON dossier (ended);

CREATE TABLE dossier_person (
  dossier INTEGER PRIMARY KEY,
  phone TEXT,
  name TEXT,
  note TEXT,
  helper TEXT,
  consent INTEGER NOT NULL,
  code TEXT,                      -- its own code, HS…
  contact TEXT NOT NULL,
  words TEXT NOT NULL             -- of each step: what is missing, why, to whom
) STRICT;
CREATE UNIQUE INDEX dossier_code ON dossier_person (code) WHERE code IS NOT NULL;
CREATE INDEX dossier_phone ON dossier_person (phone) WHERE phone IS NOT NULL;

ALTER TABLE notice ADD COLUMN dossier INTEGER;
CREATE INDEX notice_dossier ON notice (dossier, kind) WHERE dossier IS NOT NULL;
";

const RATINGS: &str = "
CREATE TABLE rating_mark (        -- visits that have rated; without the office's key nobody can tell which
  mark BLOB PRIMARY KEY,
  month TEXT NOT NULL             -- of the rating, YYYY-MM; the day is not kept
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_waiting (     -- sealed, until there are enough of them
  who TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (
  who TEXT NOT NULL,              -- official/ID, counter/ID
  month TEXT NOT NULL,            -- in which the lot came out
  stars INTEGER NOT NULL
) STRICT;
CREATE INDEX rating_month ON rating (month);

CREATE TABLE rating_answer (      -- of the office's own questions
  who TEXT NOT NULL,
  month TEXT NOT NULL,
  question TEXT NOT NULL,
  stars INTEGER NOT NULL
) STRICT;
CREATE INDEX rating_answer_month ON rating_answer (month);

CREATE TABLE rating_comment (
  who TEXT NOT NULL,
  month TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX rating_comment_month ON rating_comment (month);

CREATE TRIGGER notice_of_rating AFTER UPDATE OF state ON notice   -- who was thanked is not kept
  WHEN NEW.kind = 'rated' AND NEW.state IN ('sent', 'delivered', 'failed', 'dropped')
BEGIN
  UPDATE notice SET phone = '', text = '' WHERE id = NEW.id;
END;

CREATE TABLE comment (            -- comments and complaints (S3.4)
  code TEXT PRIMARY KEY,
  key TEXT NOT NULL,              -- four letters: who has them reads the answer
  made INTEGER NOT NULL,
  kind TEXT NOT NULL,             -- comment, complaint
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  phone TEXT,
  state TEXT NOT NULL,            -- received, in_hand, answered
  taken INTEGER,
  answered INTEGER,
  answer TEXT,
  actor TEXT                      -- who took it in hand or answered it last
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_open ON comment (made) WHERE state <> 'answered';
";

const FREED: &str = "
ALTER TABLE ticket ADD COLUMN earlier INTEGER;       -- the event by which the holder asked for an earlier time
ALTER TABLE ticket ADD COLUMN offer_time INTEGER;    -- the freed one that is held meanwhile
ALTER TABLE ticket ADD COLUMN offer_until INTEGER;
";

const SLIPS: &str = "
CREATE TABLE slip (               -- slips that were asked for; whose they are is looked up when they are printed
  id INTEGER PRIMARY KEY,
  form TEXT NOT NULL,
  dossier INTEGER,
  ticket INTEGER,
  nth INTEGER NOT NULL,           -- which of its kind: the second supplement is another slip
  copy INTEGER NOT NULL,          -- 0: the first one
  wording TEXT,                   -- once it is printed
  made INTEGER NOT NULL,
  state TEXT NOT NULL             -- waiting, sending, unknown, printed, dropped
) STRICT;
CREATE INDEX slip_dossier ON slip (dossier) WHERE dossier IS NOT NULL;
CREATE INDEX slip_ticket ON slip (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX slip_open ON slip (id) WHERE state IN ('waiting', 'sending', 'unknown');

CREATE TABLE slip_wording (       -- with which something was printed
  digest TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

const FIGURES: &str = "
CREATE TABLE day_figure (         -- what a day that is over came to; it outlives what it was counted from
  day INTEGER PRIMARY KEY,
  body TEXT NOT NULL              -- as JSON (domain/figures.rs)
) STRICT;
CREATE INDEX message_received ON message (received);
CREATE INDEX dossier_received ON dossier (received);
";

const ZALO: &str = "
ALTER TABLE notice ADD COLUMN route TEXT NOT NULL DEFAULT 'sms';  -- sms, zalo, chat
ALTER TABLE notice ADD COLUMN form TEXT;          -- of a template message: which, and what stands in it, as JSON
ALTER TABLE notice ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;    -- of a template message that was accepted, in đồng
DROP INDEX notice_sent;
CREATE INDEX notice_sent ON notice (sent, route, parts, cost) WHERE sent IS NOT NULL;

CREATE TABLE not_on_zalo (        -- phones that Zalo does not reach
  phone TEXT PRIMARY KEY,
  at INTEGER NOT NULL,            -- when this was first heard, milliseconds of the wall clock
  sure INTEGER NOT NULL           -- 0: for a reason that may pass; it counts when it comes again on another day
) STRICT, WITHOUT ROWID;
";

const ANNOUNCEMENTS: &str = "
CREATE TABLE announcement (       -- what the office tells everybody (S3.4)
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  first INTEGER NOT NULL,         -- days on which the pages show it
  last INTEGER NOT NULL,
  message TEXT,                   -- as it goes to phones
  by_zalo INTEGER NOT NULL,
  state TEXT NOT NULL,            -- draft, sending, stopped
  withdrawn INTEGER NOT NULL DEFAULT 0,
  made INTEGER NOT NULL,
  author TEXT,
  sender TEXT
) STRICT;

CREATE TABLE subscriber (         -- who agreed to announcements: a phone, or who wrote to the bot
  phone TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  actor TEXT                      -- the official who was asked to enter it; NULL: the phone itself wrote, or nobody signs in
) STRICT, WITHOUT ROWID;

CREATE TABLE refuser (            -- who wants none, until the phone itself says otherwise
  phone TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE follower (           -- of the account at Zalo, as its list said last
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

ALTER TABLE notice ADD COLUMN announcement INTEGER;
CREATE UNIQUE INDEX notice_announcement ON notice (announcement, phone)
  WHERE announcement IS NOT NULL AND phone <> '';
CREATE INDEX notice_progress ON notice (announcement, state) WHERE announcement IS NOT NULL;
";

const ADVICE: &str = "
CREATE TABLE advice (             -- what was told before anything was received (forms 02, 03)
  seq INTEGER PRIMARY KEY,        -- the event
  ticket INTEGER NOT NULL,
  form TEXT NOT NULL,
  nth INTEGER NOT NULL,           -- which of its kind for this ticket, from 1
  reason TEXT
) STRICT;
CREATE INDEX advice_ticket ON advice (ticket);
";

const COMMENT_SOURCES: &str = "
ALTER TABLE comment ADD COLUMN source BLOB;     -- keyed hash of the address, unlike that of bookings; forgotten after two days
";

const ERRANDS: &str = "
ALTER TABLE ticket ADD COLUMN errand TEXT;          -- result, papers: comes back for a dossier; NULL: something new
ALTER TABLE rating_comment ADD COLUMN week INTEGER; -- the Monday of the week in which it came out; NULL: earlier versions
";

const TOLD: &str = "
CREATE INDEX notice_kind ON notice (kind, made); -- what the form caused in a day is counted at each offer
";

const LAST_DESKS: &str = "
CREATE INDEX event_actor ON event (actor) WHERE actor IS NOT NULL AND desk IS NOT NULL; -- at which counter an official acted last
";

const BIRTHS: &str = "
ALTER TABLE ticket ADD COLUMN born INTEGER; -- the event that made it; NULL: earlier versions
";

/// All migrations, oldest first; the file's `user_version` counts them.
pub(super) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(FIRST),
        M::up(SECOND),
        M::up(THIRD),
        M::up(FOURTH),
        M::up(FIFTH),
        M::up(RATINGS),
        M::up(FREED),
        M::up(SLIPS),
        M::up(FIGURES),
        M::up(ZALO),
        M::up(ANNOUNCEMENTS),
        M::up(ADVICE),
        M::up(COMMENT_SOURCES),
        M::up(ERRANDS),
        M::up(TOLD),
        M::up(LAST_DESKS),
        M::up(BIRTHS),
    ])
}
