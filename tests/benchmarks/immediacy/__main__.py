"""`python -m tests.benchmarks.immediacy [rounds]`: the table, on a warm server.

Pages and the empty app take turns, one after the other in each round, and of each figure the
median counts: a neighbor on the machine meets all of them alike. The last column is the ratio.
"""

import sys
from collections import defaultdict
from contextlib import ExitStack
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests import patience
from tests.benchmarks.hall.server import Server
from tests.benchmarks.immediacy import clock
from tests.benchmarks.immediacy.pages import VISITS, Visit
from tests.browser import chromium
from tests.browser.looks import LAPTOP

EMPTY = "tests/benchmarks/immediacy/empty_app.py"
ROW = "{:<28}{:<26}{:>10}{:>10}"
_PRESSES = 3

Times = dict[tuple[str, str], list[float]]


def main(rounds: int) -> None:
    """Measure everything so many times and print it."""
    times: Times = defaultdict(list)
    with ExitStack() as running:
        app, empty = (running.enter_context(Server(script)) for script in ("app.py", EMPTY))
        playwright = running.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.FLAGS]
        )
        # The first round warms the server: what it finds is kept for the others.
        for number in range(rounds + 1):
            found: Times = defaultdict(list) if number == 0 else times
            for visit in VISITS:
                _measure_empty(browser, empty.address, found)
                _measure(browser, app.address, visit, found)
        browser.close()
    text, trip = (median(times["empty app", name]) for name in ("first text", "round trip"))
    print(ROW.format("page", "what", "ms", "ratio"))
    for (page, name), all_times in times.items():
        unit = trip if name.startswith("key") or name == "round trip" else text
        ratio = f"{median(all_times) / unit:.2f}"
        print(ROW.format(page, name, f"{median(all_times):.0f}", ratio))


def _measure_empty(browser: Browser, address: str, times: Times) -> None:
    page = browser.new_page()
    page.set_default_timeout(patience.MILLISECONDS)
    clock.watch(page)
    times["empty app", "first text"].append(clock.opened(page, address).text)
    slider = page.get_by_role("slider")
    slider.focus()
    page.wait_for_timeout(500)
    times["empty app", "round trip"] += [clock.round_trip(page, slider) for _ in range(_PRESSES)]
    page.close()


def _measure(browser: Browser, address: str, visit: Visit, times: Times) -> None:
    page = browser.new_page(viewport={"width": LAPTOP.width, "height": LAPTOP.height})
    page.set_default_timeout(patience.MILLISECONDS)
    clock.watch(page)
    awaited = ("painted", "drawn") if visit.surfaces else ("painted",)
    opening = clock.opened(page, f"{address}/{visit.address}", *awaited)
    times[visit.name, "first text"].append(opening.text)
    for name, at in (("stage painted", opening.painted), ("surfaces drawn", opening.drawn)):
        if at is not None:
            times[visit.name, name].append(at)
    if visit.opened:
        page.get_by_text(visit.opened).first.click()
    for control in visit.controls:
        control.find(page).wait_for()
        times[visit.name, f"key to paint: {control.name}"] += [
            clock.answered(page, control) for _ in range(_PRESSES)
        ]
    page.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
