#!/usr/bin/env python3
"""What a citizen does on a cheap phone, in Chromium at 360×640 without JavaScript; axe-core on every page; the lobby's
screen. Run by scripts/test with the packages of target/venv. With a folder as argument, keeps pictures there."""

import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

from axe_playwright_python.sync_playwright import Axe
from calmjs.parse import es5
from playwright.sync_api import sync_playwright

from office import Office, wait_for

MONDAY = "2026-11-23T07:40:00"
BUDGET = 14_000
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 640}
WALL = {"width": 1920, "height": 1080}
# What a finger must hit.
TARGETS = "button, input:not([type=hidden]):not([tabindex]), select, textarea, summary, label.pick, a"

tests = []


def test(function):
    tests.append(function)
    return function


class Citizen:
    """A phone without JavaScript. Each page it opens is measured."""

    def __init__(self, place, width=360):
        self.place = place
        self.context = place.browser.new_context(
            viewport={**PHONE, "width": width}, java_script_enabled=False, device_scale_factor=2
        )
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.requests = []

    def open(self, path):
        self.requests.clear()
        answer = self.page.goto(self.place.office.url + path)
        assert len(self.requests) == 1, f"{path} loads more: {self.requests}"
        size = len(answer.body())
        assert size <= BUDGET, f"{path} has {size} bytes"
        return self

    def fill(self, label, text):
        self.page.get_by_label(label).fill(text)
        return self

    def choose(self, label, value):
        self.page.get_by_label(label).select_option(value)
        return self

    def check(self, label):
        self.page.get_by_label(label, exact=True).check()
        return self

    def press(self, name):
        self.place.office.pass_seconds(5)
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def says(self, words):
        text = self.page.locator("body").inner_text()
        assert words in text, f"{words!r} is not on {self.page.url}:\n{text}"
        return self

    def picture(self, name):
        if self.place.pictures:
            self.page.screenshot(path=self.place.pictures / f"{name}.png", full_page=True)
        return self

    def book(self, name, phone, day, half="Buổi sáng (7h30 – 11h00)", procedure="khai-sinh"):
        self.open("/dat-lich").fill("Họ và tên", name).fill("Số điện thoại", phone)
        self.choose("Loại thủ tục", procedure).choose("Ngày hẹn", day).check(half)
        self.check("Nhắn tin qua Zalo")
        self.page.locator("#cam-ket").check()
        self.page.locator("#dong-y").check()
        return self.press("Gửi đăng ký")

    def code(self):
        return self.page.locator(".code").inner_text()


class Place:
    """An office and a browser."""

    def __init__(self, browser, pictures):
        self.browser, self.pictures = browser, pictures
        self.office = Office(MONDAY)

    def axe(self, path, size=PHONE, prepare=None):
        """No violation of WCAG 2.2 AA or of axe's good habits, nothing to scroll sideways, nothing too small to hit."""
        # axe is a script; the page's own policy would not let it in.
        context = self.browser.new_context(viewport=size, bypass_csp=True)
        page = context.new_page()
        page.goto(self.office.url + path)
        if prepare:
            prepare(page)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}:\n{found.generate_report()}"
        if size == PHONE:
            page.set_viewport_size({**PHONE, "width": 320})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, f"{path} is {wide} px wide"
            page.set_viewport_size(PHONE)
            for target in page.locator(TARGETS).all():
                box = target.bounding_box()
                if not box or target.evaluate("e => e.closest('label.pick') && e.tagName == 'INPUT'"):
                    continue
                assert box["height"] >= 48, f"{path}: {target.evaluate('e => e.outerHTML')} is {box['height']} px high"
        context.close()


@test
def books_after_mending_a_mistake(place):
    screen = place.office.screen()
    wait_for("the screen and its lamp", lambda: "Web ●" in screen.text())
    citizen = Citizen(place).open("/").picture("trang-dau").open("/dat-lich").picture("dat-lich")
    citizen.fill("Họ và tên", "Nguyễn Văn An").fill("Số điện thoại", "0912 34")
    citizen.press("Gửi đăng ký").says("Có 7 chỗ cần sửa").says("Số điện thoại có 6 chữ số").picture("dat-lich-sai")
    assert citizen.page.title().startswith("Có chỗ cần sửa")
    assert citizen.page.get_by_label("Họ và tên").input_value() == "Nguyễn Văn An"
    citizen.page.get_by_role("link", name="Chọn ngày hẹn").click()
    assert citizen.page.url.endswith("#ngay")
    citizen.fill("Số điện thoại", "0912 345 678").choose("Loại thủ tục", "khai-sinh")
    citizen.choose("Ngày hẹn", "2026-11-23").check("Buổi chiều (13h30 – 17h00)").check("Nhắn tin qua Zalo")
    citizen.page.locator("#cam-ket").check()
    citizen.page.locator("#dong-y").check()
    sent = time.monotonic()
    citizen.press("Gửi đăng ký")
    wait_for("the booking on the screen", lambda: "Nguyễn Văn An" in screen.text())
    print(f"    on the official's screen {1000 * (time.monotonic() - sent):.0f} ms after the button was pressed, page and all (aim: 200)")
    screen.close()
    # One picture of the screen keeps the time, the code and its QR.
    for part in (".big", ".code", ".qr"):
        box = citizen.page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"], f"{part} ends at {box}"
    citizen.says("Đã ghi lịch hẹn").says("13h30").says("N••••• V•• A•, 0912 ••• •••").picture("da-hen")
    [row] = place.office.queue()
    assert (row["name"], row["state"], row["time"]) == ("Nguyễn Văn An", "booked", "2026-11-23T13:30"), row
    code = citizen.code()
    citizen.page.reload()
    assert citizen.code() == code
    assert len(place.office.queue()) == 1


@test
def a_mistakes_link_leaves_label_and_message_in_sight(place):
    citizen = Citizen(place).open("/dat-lich").press("Gửi đăng ký")
    links = citizen.page.locator(".sum a").all()
    assert len(links) == 8, len(links)
    for link in links:
        link.click()
        field = citizen.page.locator(citizen.page.url[citizen.page.url.index("#"):])
        question = field.locator("xpath=ancestor-or-self::*[contains(@class, 'q')][1]")
        for part in ("label, legend", ".why"):
            box = question.locator(part).first.bounding_box()
            inside = box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]
            assert inside, f"{citizen.page.url}: {part} at {box}"


@test
def buttons_are_buttons_in_forced_colours(place):
    for path, button in (("/dat-lich", "#gui"), ("/thu-tuc/khai-sinh", "a.go")):
        sides = [f"getComputedStyle(e).border{side}Width" for side in ("Top", "Right", "Bottom", "Left")]
        context = place.browser.new_context(viewport=PHONE, forced_colors="active", bypass_csp=True)
        seen = context.new_page()
        seen.goto(place.office.url + path)
        widths = seen.locator(button).first.evaluate(f"e => [{', '.join(sides)}, getComputedStyle(e).borderTopColor]")
        assert all(float(width.removesuffix("px")) >= 2 for width in widths[:4]), widths
        assert widths[4] not in ("rgba(0, 0, 0, 0)", "transparent"), widths
        context.close()


@test
def papers_are_read_at_twice_the_size(place):
    """At 200 % a phone of 360 px has 180: the papers stand under each other, not a word a line."""
    page = Citizen(place, 180).open("/thu-tuc/khai-sinh").page
    cells = [cell.bounding_box()["width"] for cell in page.locator("td").all()]
    assert cells and min(cells) >= 120, cells


@test
def goes_back_and_sends_again(place):
    citizen = Citizen(place).book("Đỗ Giang", "0900000009", "2026-11-25")
    code = citizen.code()
    # A browser that goes back to a page that must not be kept asks for a fresh form.
    citizen.page.go_back()
    assert citizen.page.url.endswith("/dat-lich")
    citizen.book("Đỗ Giang", "0900000009", "2026-11-25")
    assert citizen.code() == code


@test
def the_code_on_the_page_is_read_by_a_scanner(place):
    citizen = Citizen(place).book("Trần Thị Bình", "0987654321", "2026-11-24")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        citizen.page.screenshot(path=file.name, full_page=True)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", file.name], capture_output=True, text=True)
    address = read.stdout.strip()
    shown = citizen.page.url.split("&")[0]
    assert address == shown, f"{address!r} instead of {shown!r} {read.stderr}"
    other = Citizen(place)
    other.page.goto(address)
    other.says(citizen.code()).says("8h00")
    assert re.search(r"/ma/MC[0-9A-Z]{5}\?t=[0-9a-f]{32}$", address), address


@test
def looks_up_checks_in_and_is_called(place):
    code = Citizen(place).book("Lê Chi", "0900000001", "2026-11-24").code()
    place.office.go_to("2026-11-24T07:35:00")
    place.office.event(type="walkin", field="tu-phap")
    citizen = Citizen(place).open("/").says("Lịch hẹn, số của tôi").open("/ma").picture("tra-cuu")
    citizen.fill("Mã", code.lower()).fill("4 số cuối", "0002").press("Xem").says("không khớp")
    citizen.fill("4 số cuối", "0001").press("Xem").says("hôm nay").picture("hom-nay")
    citizen.press("Tôi đã đến").says("Đã ghi: ông/bà đã đến").says("Ông/bà là người tiếp theo").picture("da-den")
    assert [r["present"] for r in place.office.queue() if r["name"] == "Lê Chi"] == [True]
    place.office.event(type="done", counter=1)
    citizen.page.reload()
    citizen.says("Mời đến Quầy 1 ngay").picture("duoc-goi")


@test
def moves_and_cancels(place):
    citizen = Citizen(place).book("Phạm Dũng", "0900000002", "2026-11-26")
    citizen.page.get_by_text("Đổi sang giờ khác").click()
    citizen.choose("Ngày hẹn", "2026-11-27").check("Buổi chiều (13h30 – 17h00)").press("Đổi giờ hẹn")
    citizen.says("Đã đổi giờ hẹn").says("Thứ Sáu, 27/11/2026")
    citizen.page.get_by_text("Huỷ lịch hẹn", exact=True).click()
    citizen.press("Đồng ý huỷ").says("Đã huỷ").picture("da-huy")


def heading(page):
    return page.locator("h1").inner_text()


@test
def the_present_state_comes_first_however_the_page_is_opened(place):
    """States × ways to come back to a page whose address still has its thanks."""
    day = "2026-11-30"
    happens = {
        "cancelled by the office": ("khai-sinh", dict(type="cancel", desk=1), "Đã được huỷ tại cơ quan"),
        "moved by the office": (
            "khai-sinh",
            dict(type="move", desk=1, to="2026-12-01", half="PM"),
            "Lịch hẹn đã chuyển sang giờ khác",
        ),
        "cancelled by a message": ("khai-sinh", dict(type="cancel", by="citizen"), "Lịch hẹn đã huỷ"),
        "declined": ("khac", dict(type="decline", desk=1, reason="làm ở tỉnh"), "Cơ quan không nhận yêu cầu hẹn này"),
        "proposed": (
            "khac",
            dict(type="propose", desk=1, to="2026-12-01", half="PM"),
            "Cán bộ đề nghị giờ khác",
        ),
        "confirmed": ("khac", dict(type="confirm", desk=1), "Đã ghi lịch hẹn. Cảm ơn ông/bà"),
    }
    for n, (state, (procedure, event, wanted)) in enumerate(happens.items()):
        citizen = Citizen(place).open("/dat-lich")
        if procedure == "khac":
            citizen.page.locator("#ghi-chu").fill("hỏi việc khác")
        citizen.fill("Họ và tên", f"Trạng Thái {n}").fill("Số điện thoại", f"090000010{n}")
        citizen.choose("Loại thủ tục", procedure).choose("Ngày hẹn", day)
        citizen.check("Buổi sáng (7h30 – 11h00)").check("Nhắn tin qua Zalo")
        citizen.page.locator("#cam-ket").check()
        citizen.page.locator("#dong-y").check()
        citizen.press("Gửi đăng ký")
        page, address = citizen.page, citizen.page.url
        assert "Cảm ơn" in heading(page), heading(page)
        number = re.search(r"\b(\d{3,}), ", page.locator("dl").inner_text()).group(1)
        place.office.event(number=f"tu-phap-{number}", date=day, **event)
        page.reload()
        seen = {"reload": heading(page)}
        page.goto(place.office.url + "/")
        page.go_back()
        seen["Back"] = heading(page)
        page.goto("about:blank")
        page.goto(address)
        seen["reopened"] = heading(page)
        tab = citizen.context.new_page()
        tab.goto(address)
        seen["other tab"] = heading(tab)
        print(f"    {state:24} " + " · ".join(f"{way}: {words}" for way, words in seen.items()))
        assert set(seen.values()) == {wanted}, seen
        citizen.context.close()


@test
def takes_a_number(place):
    citizen = Citizen(place).open("/lay-so").picture("lay-so")
    citizen.choose("Loại thủ tục", "dat-dai").fill("Số điện thoại", "0900000003").press("Lấy số")
    citizen.says("Đã lấy số").says("Địa chính – Xây dựng").picture("da-lay-so")


@test
def reads_a_procedure_and_books_from_there(place):
    citizen = Citizen(place).open("/thu-tuc").picture("thu-tuc")
    citizen.page.get_by_role("link", name="Đăng ký khai sinh").click()
    citizen.says("Giấy tờ cần mang").says("Căn cứ pháp lý").picture("khai-sinh")
    citizen.page.get_by_role("link", name="Đặt lịch hẹn làm thủ tục này").click()
    assert citizen.page.get_by_label("Loại thủ tục").input_value() == "khai-sinh"


@test
def no_page_has_a_violation(place):
    page = Citizen(place).book("Võ Em", "0900000004", "2026-11-25").page
    mine = page.url.removeprefix(place.office.url)
    catalogue = Citizen(place).open("/thu-tuc").page
    procedures = [link.get_attribute("href") for link in catalogue.locator("nav a").all()]
    assert len(procedures) > 8, procedures

    def open_all(page):
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    for path in ["/", "/dat-lich", "/ma", "/lay-so", "/thu-tuc", "/hoi-dap", "/khong-co", *procedures]:
        place.axe(path, prepare=open_all)
    place.axe(mine, prepare=open_all)
    place.axe("/dat-lich", prepare=lambda page: page.get_by_role("button", name="Gửi đăng ký").click())
    place.axe("/man-hinh", size=WALL)
    for path in procedures:
        Citizen(place).open(path)


LONG = ["Tư pháp – Hộ tịch – Chứng thực", "Địa chính – Nông nghiệp – Môi trường", "Công an – Cư trú – Căn cước",
        "Xã hội – Chính sách – Người có công", "Văn hoá – Thể thao – Du lịch", "Bảo vệ, chăm sóc trẻ em và gia đình"]


@test
def every_counter_is_in_sight_on_the_wall(place):
    for count in (1, 4, 8, 12):
        fields = [f'[[field]]\nid = "f{i}"\nname = "{LONG[i]}"\nmean = 10\n' for i in range(min(count, len(LONG)))]
        counters = [f'[[counter]]\nid = {i + 1}\nname = "Quầy số {i + 1}"\nfields = ["f{i % len(fields)}"]\n' for i in range(count)]
        office = Office("2026-11-23 08:00:00", "".join(fields + counters))
        for i in range(len(fields)):
            for _ in range(4):
                office.event(type="walkin", field=f"f{i}")
            for n in range(3):
                office.event(type="web", field=f"f{i}", date="2026-11-23", half="PM", phone=f"09{i}11111{n:02}", name="Kín")
        for width, height in ((1280, 720), (1920, 1080)):
            for old in (False, True):
                context = place.browser.new_context(viewport={"width": width, "height": height})
                page = context.new_page()
                if old:
                    page.add_init_script("delete window.fetch; delete window.AbortSignal; delete window.EventSource; delete window.Promise")
                page.goto(office.url + "/man-hinh")
                boxes = page.evaluate("[...document.querySelectorAll('section')].map(e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] })")
                assert len(boxes) == count, boxes
                inside = all(l >= 0 and t >= 0 and r <= width and b <= height and r > l and b > t for l, t, r, b in boxes)
                assert inside, f"{count} counters at {width}x{height}: {boxes}"
                numbers = page.evaluate("[...document.querySelectorAll('.number')].map(e => e.getBoundingClientRect().bottom <= e.parentElement.getBoundingClientRect().bottom + 1)")
                assert all(numbers), f"{count} counters at {width}x{height}: a number is cut"
                print(f"    {count:2} counters at {width}x{height}{' with an old browser' if old else ''}: {len(boxes)} within the window")
                if old:
                    before = page.locator("#bang").inner_text()
                    office.event(type="walkin", field="f0")
                    wait_for("an old television to follow", lambda: page.locator("#bang").inner_text() != before)
                if place.pictures:
                    page.screenshot(path=place.pictures / f"man-hinh-{count}-{height}.png")
                context.close()
        office.close()


@test
def a_paired_display_lets_who_scans_it_book(place):
    place = Place(place.browser, place.pictures)
    screen = place.office.screen()
    wait_for("the screen and its lamp", lambda: "Web ●" in screen.text())
    context = place.browser.new_context(viewport=WALL)
    page = context.new_page()
    page.goto(place.office.url + "/man-hinh/ghep")
    number = page.locator(".number").inner_text()
    screen.keys("M-g", number, "Enter")
    # The display asks every three seconds whether it is the one.
    page.wait_for_url("**/man-hinh", timeout=20_000)
    code = page.locator(".here strong").inner_text()
    wait_for("the code at the desk", lambda: f"mã {code}" in screen.text())
    for high in (720, 1080):
        page.set_viewport_size({"width": high * 16 // 9, "height": high})
        box = page.locator(".here").bounding_box()
        assert box["y"] + box["height"] <= high, f"the code ends at {box}"
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        if place.pictures:
            page.screenshot(path=place.pictures / "man-hinh-ghep.png")
        read = subprocess.run(["zbarimg", "--quiet", "--raw", file.name], capture_output=True, text=True)
    address = read.stdout.strip()
    assert re.fullmatch(re.escape(place.office.url) + r"/\?hom-nay=[0-9a-f]{32}", address), address
    stranger = Citizen(place).open("/dat-lich").says("Mã hôm nay (4 số)")
    stranger.book("Võ Em", "0935000001", "2026-11-24").says("CHƯA có giờ hẹn").picture("chua-co-gio-hen")
    here = Citizen(place)
    here.page.goto(address)
    here.book("Hồ Phú", "0935000002", "2026-11-24").says("Đã ghi lịch hẹn")
    screen.close()
    context.close()
    place.office.close()


@test
def the_call_at_an_appointed_time_is_read_from_afar(place):
    """From it the ten minutes run: at eight metres figures of less than a centimetre say nothing to anybody."""
    office = Office("2026-11-23 07:50:00")
    office.event(type="web", field="tu-phap", date="2026-11-24", half="AM", phone="0912345678")
    office.go_to("2026-11-24 08:01:00")
    office.event(type="tick")
    context = place.browser.new_context(viewport=WALL)
    page = context.new_page()
    page.goto(office.url + "/man-hinh")
    figures = page.locator(".call strong")
    assert figures.inner_text() == "001"
    high = figures.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert high >= 80, f"the figures are {high} px high"
    # Whoever looks on a small phone scrolls down alone, and nothing is cut, the hour least of all.
    page.set_viewport_size({"width": 240, "height": 320})
    parts = "[...document.querySelectorAll('html, main, .top')]"
    cut = page.evaluate(parts + ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.tagName)")
    assert not cut, f"at 240 px wider than their room: {cut}"
    context.close()
    office.close()


@test
def the_walls_script_is_for_old_televisions(place):
    """LG's and Samsung's of 2017 on know no later JavaScript, and no internet brings them one."""
    es5(pathlib.Path(__file__).parents[2].joinpath("src/web/lobby.js").read_text())
    # Where even that does not run, the page loads itself again.
    wall = Citizen(place, 900)
    answer = wall.page.goto(place.office.url + "/man-hinh")
    assert answer.headers["refresh"] == "30; url=/man-hinh", answer.headers


@test
def the_lobby_follows_by_itself(place):
    for i in range(6):
        place.office.event(type="walkin", field="tu-phap", name=f"Người {i}")
    for i in range(5):
        place.office.event(type="walkin", field="dia-chinh")
    for i in range(9):
        place.office.event(
            type="web", field="tu-phap", date="2026-11-24", half="PM", phone=f"09111111{i:02}", name="Kín"
        )
        place.office.event(type="web", field="cong-an", date="2026-11-24", half="PM", phone=f"09111122{i:02}")
    place.office.event(type="cancel", number="cong-an-003")
    context = place.browser.new_context(viewport=WALL)
    page = context.new_page()
    troubles = []
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(place.office.url + "/man-hinh")
    before = page.locator(".busy .number").first.inner_text()
    place.office.event(type="done", counter=1)
    done = time.monotonic()
    wait_for("the next number", lambda: page.locator(".busy .number").first.inner_text() != before)
    print(f"    on the lobby's screen after {1000 * (time.monotonic() - done):.0f} ms (aim: 1,000)")
    text = page.locator("body").inner_text()
    assert "Kín" not in text and "Người" not in text.replace("người", ""), text
    # The new call draws the eye, by moving only for who wants that; who looked up too late finds it among the last ones.
    new = page.locator("section.busy.fresh")
    assert new.count() == 1, new.count()
    moves = lambda: new.evaluate("e => getComputedStyle(e).animationName")
    assert moves() == "fresh", moves()
    page.emulate_media(reduced_motion="reduce")
    assert moves() == "none", moves()
    assert new.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    assert before in page.locator(".last").inner_text()
    if place.pictures:
        page.screenshot(path=place.pictures / "man-hinh.png")
    wait_for("the call to be no news any more", lambda: new.count() == 0)
    for part in (".more", ".off"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= WALL["height"], f"{part} ends at {box}"
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall <= WALL["height"], f"the screen is {tall} px high"
    place.office.stop()
    wait_for("the warning", lambda: page.get_by_text("Mất liên lạc").is_visible())
    place.office.start()
    assert all("Content Security Policy" not in trouble for trouble in troubles), troubles
    context.close()
    # Without a script the page loads itself again.
    still = Citizen(place, 900)
    still.page.goto(place.office.url + "/man-hinh")
    assert still.page.locator("meta[http-equiv=refresh]").count() == 1


def main():
    pictures = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    passed = failed = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        place = Place(browser, pictures)
        for function in tests:
            try:
                function(place)
            except Exception:
                traceback.print_exc()
                print(f"{function.__name__}: FAILED")
                failed += 1
            else:
                print(f"{function.__name__}: ok")
                passed += 1
        browser.close()
        place.office.close()
    print(f"\n{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
