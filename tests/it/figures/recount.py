#!/usr/bin/env python3
"""Counts an office's figures from its event log alone, for an office that calls by hand, and compares them with its report.

usage: recount.py STORE REPORT.csv MEANS   (MEANS such as TP=10,DD=15)

Written from the rules' page alone; it shares nothing with the program. Exit code 1 and the differences when the report says
something else.
"""
import csv
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta

DAY = 1440
SLOTS = {"AM": (480, 660), "PM": (810, 1020)}
WEEKDAYS = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]


def as_date(day):
    return date(1970, 1, 1) + timedelta(days=day)


def as_day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def is_workday(day):
    return as_date(day).weekday() < 5


def workdays_after(day, count):
    while count:
        day += 1
        count -= is_workday(day)
    return day


class Log:
    def __init__(self, store, means):
        self.means = means
        self.tickets = {}  # (day, field, n) -> what is known of it
        self.last = Counter()  # (day, field) -> last number
        self.booked = defaultdict(list)
        self.at_counter = {}
        self.dossiers = []
        db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        rows = db.execute(
            "SELECT at, kind, body FROM event JOIN event_body USING (seq) ORDER BY seq"
        )
        for at, kind, body in rows:
            event = json.loads(body)
            assert event.get("type", kind) == kind, (kind, body)
            getattr(self, "on_" + kind)(at, event)

    def add(self, day, field, **known):
        self.last[day, field] += 1
        key = (day, field, self.last[day, field])
        booked = known.get("time") is not None
        self.tickets[key] = {"time": None, "arrived": None, "state": "open", "booked": booked, **known}
        return key

    def number(self, at, event):
        field, n = event["number"].rsplit("-", 1)
        day = as_day(event["date"]) if event.get("date") else at // DAY
        return self.tickets[day, field, int(n)]

    def on_tick(self, at, event):
        pass

    on_set_manual = on_tick

    def on_walkin(self, at, event):
        self.add(at // DAY, event["field"], arrived=at)

    def on_web(self, at, event):
        day, field = as_day(event["date"]), event["field"]
        booked = self.booked[day, field]
        taken = {t["time"] % DAY for t in booked if t["state"] != "cancelled"}
        mean = self.means[field]
        start, end = SLOTS[event["half"]]
        free = [s for s in range(start, end - mean + 1, mean) if s not in taken]
        if not free:
            # `full`: nothing is booked. The log has it all the same when time passed with it, such as the day's end.
            return
        channel = event.get("channel", "web")
        key = self.add(day, field, time=day * DAY + free[0], channel=channel)
        booked.append(self.tickets[key])

    def on_cancel(self, at, event):
        self.number(at, event)["state"] = "cancelled"

    def on_arrive(self, at, event):
        ticket = self.number(at, event)
        ticket["arrived"] = ticket["arrived"] or at

    def on_call_number(self, at, event):
        ticket = self.number(at, event)
        assert ticket["state"] == "open", (at, event)
        ticket["started"], ticket["state"] = at, "serving"
        self.at_counter[str(event["counter"])] = ticket

    def on_done(self, at, event):
        ticket = self.at_counter.pop(str(event["counter"]))
        ticket["ended"], ticket["state"] = at, "done"

    def on_absent(self, at, event):
        ticket = self.at_counter.pop(str(event["counter"]))
        ticket["state"] = "absent"
        ticket["absent_at"] = at

    def on_transfer(self, at, event):
        ticket = self.at_counter.pop(str(event["counter"]))
        ticket["state"] = "transferred"
        known = {k: ticket[k] for k in ("arrived", "channel", "booked") if k in ticket}
        self.add(at // DAY, event["field"], goes_on=True, **known)

    def on_receive(self, at, event):
        day, end = at // DAY, SLOTS["PM"][1]
        # On a closed day, or after the day's end: as on the next working day.
        if not is_workday(day) or at % DAY >= end:
            day = workdays_after(day, 1)
        self.dossiers.append({"at": at, "due": workdays_after(day, event["limit"]), "ended": None,
                              "visit": event.get("ticket", f"{at} {len(self.dossiers)}")})

    def end(self, at, event, how):
        dossier = self.dossiers[event["dossier"] - 1]
        if dossier["ended"] is None:
            dossier["ended"], dossier["how"] = at, how

    def on_complete(self, at, event):
        self.end(at, event, "completed")

    def on_refuse(self, at, event):
        self.end(at, event, "refused")

    def on_stop(self, at, event):
        self.end(at, event, "stopped")

    def on_hand_over(self, at, event):
        self.end(at, event, "completed")


def figures(log, first, last):
    rows = defaultdict(Counter)
    hours, channels = defaultdict(Counter), Counter()
    for (day, field, _), t in log.tickets.items():
        if not first <= day <= last or t["state"] == "cancelled":
            continue
        row = rows[day, field]
        # Who goes on in another field is one visit, counted where it ended.
        if t["state"] != "transferred":
            row["booked" if t["booked"] else "walk_ins"] += 1
            if t["booked"]:
                channels[t["channel"]] += 1
        started = t.get("started")
        if started is not None and not t.get("goes_on"):
            since = max(t["arrived"], t["time"] or 0)
            waited = max(0, started - since)
            row["waits"] += 1
            row["waited"] += waited
            cell = hours[as_date(day).weekday(), since % DAY // 60]
            cell["n"] += 1
            cell["sum"] += waited
        if t["state"] == "transferred":
            continue
        if t["state"] in ("done", "serving"):
            row["served"] += 1
            took = t["ended"] - started if t.get("ended", DAY * 10**6) // DAY == day else 99 * DAY
            forgotten = took > max(90, 8 * log.means[field])
            row["forgotten"] += forgotten
            row["services"] += not forgotten
            row["took"] += 0 if forgotten else took
        elif t["time"] is None or (t["state"] == "open" and t["arrived"] is not None):
            row["unserved"] += 1
        else:
            row["no_shows"] += 1
    return rows, hours, channels


KEYS = "served walk_ins booked no_shows unserved waits waited services took forgotten".split()


def main():
    store, report, means = sys.argv[1:]
    means = {k: int(v) for k, v in (pair.split("=") for pair in means.split(","))}
    log = Log(store, means)
    with open(report, encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file, delimiter=";")]
    first, last = as_day(lines[0][-2]), as_day(lines[0][-1])
    # Bookings of days to come are not counted yet.
    last = min(last, max(t["arrived"] for t in log.tickets.values() if t["time"] is None) // DAY)
    rows, hours, channels = figures(log, first, last)
    wanted = {
        (str(as_date(day)), field): [str(row[key]) for key in KEYS]
        for (day, field), row in rows.items()
    }
    found = {tuple(line[:2]): line[2:] for line in lines if line and line[0][:2] == "20"}
    wrong = [
        f"{key}: log {wanted.get(key)}, report {found.get(key)}"
        for key in sorted(wanted.keys() | found.keys())
        if wanted.get(key) != found.get(key)
    ]
    told_hours = {tuple(l[:2]): l[2:] for l in lines if l and l[0] in WEEKDAYS}
    own_hours = {
        (WEEKDAYS[weekday], str(hour)): [str(cell["n"]), str(cell["sum"])]
        for (weekday, hour), cell in hours.items()
    }
    if told_hours != own_hours:
        wrong.append(f"hours: log {own_hours}, report {told_hours}")
    all_ = Counter()
    for row in rows.values():
        all_.update(row)
    inside = lambda at: at is not None and first <= at // DAY <= last
    ended = [d for d in log.dossiers if inside(d["ended"]) and d["how"] != "stopped"]
    late = sum(d["ended"] // DAY > d["due"] for d in ended)
    in_time = len(ended) - late
    received = sum(inside(d["at"]) for d in log.dossiers)
    # Nobody of that office comes back for a dossier by a number of its own.
    visits = len({d["visit"] for d in log.dossiers if inside(d["at"])})
    percent = lambda part, of: f"{part} ({(part * 100 + of // 2) // of} %)"
    mean = lambda total, n: f"{total / n:.1f}".replace(".", ",")
    names = {"web": "· hẹn qua web", "sms": "· hẹn qua SMS"}
    doors = {names[door]: percent(n, sum(channels.values())) for door, n in channels.items()}
    period = {
        **doors,
        "Lượt đã xong": str(all_["served"]),
        "Chờ trung bình, phút": mean(all_["waited"], all_["waits"]),
        "Phục vụ, phút": mean(all_["took"], all_["services"]),
        "Có hẹn / trực tiếp": f"{all_['booked']} / {all_['walk_ins']}",
        "Lỡ hẹn": percent(all_["no_shows"], all_["booked"]),
        "Hồ sơ đúng hạn / trễ": f"{percent(in_time, in_time + late)} / {late}",
        "Hồ sơ nhận": str(received),
        "Số lần đến mỗi hồ sơ": mean(visits, received),
        "Vắng, chưa đến lượt": str(all_["unserved"]),
        "Có lẽ quên bấm xong": str(all_["forgotten"]),
    }
    told = {line[0]: line[1] for line in lines if len(line) == 4}
    wrong += [f"{k}: log {v}, report {told.get(k)}" for k, v in period.items() if told.get(k) != v]
    print("\n".join(wrong[:20]))
    print(f"{len(rows)} rows, {all_['served']} served, {received} dossiers, {late} late, {all_['no_shows']} no-shows,"
          f" {all_['unserved']} unserved, {all_['forgotten']} forgotten, {len(wrong)} differences")
    sys.exit(1 if wrong else 0)


main()
