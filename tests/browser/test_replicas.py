"""Two processes behind deploy/nginx.conf, as a deployment runs them, in a real browser."""

import os
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.request import urlopen

import pytest
import streamlit
from playwright.sync_api import expect

from tests import patience
from tests.browser.conftest import ROOT, Server
from tests.browser.on_stage import rest

MISSING = "This test needs nginx. Install it with: sudo apt-get install nginx-light"
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
EXPERIMENT = "/xor?width=3&seed=11"
# A reader who clicks as soon as the button is no longer disabled: before any run on the new server.
_CLICK_AT_ONCE = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const button = [...document.querySelectorAll("button")]
    .find((one) => one.textContent === "New seed");
  let lost = false;
  const look = () => {
    lost ||= app.dataset.testConnectionState !== "CONNECTED";
    if (lost && app.dataset.testConnectionState === "CONNECTED" && !button.disabled) button.click();
    else requestAnimationFrame(look);
  };
  look();
}"""


def installed() -> str:
    """The path of nginx, which is installed if this machine may do that."""
    if shutil.which("nginx") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(["apt-get", "install", "-qq", "-y", "nginx-light"], env=quiet, check=False)
    path = shutil.which("nginx")
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def nginx(folder: Path, first: str, second: str) -> Iterator[str]:
    """The configuration of the repository in front of two addresses; gives the common one."""
    port = free_port()
    text = CONFIGURATION.read_text()
    for old, new in {
        "server first:8501": f"server {first}",
        "server second:8502": f"server {second}",
        "~:8501$": f"~:{first.rpartition(':')[2]}$",
        "~:8502$": f"~:{second.rpartition(':')[2]}$",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/srv/streamlit": str(Path(streamlit.__file__).parent / "static"),
    }.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text)
    root = "user root;" if os.geteuid() == 0 else ""
    process = subprocess.Popen(
        [
            *(installed(), "-p", str(folder), "-c", str(folder / "nginx.conf")),
            *("-g", f"daemon off; {root} pid {folder}/pid; error_log {folder}/error.log;"),
        ]
    )
    try:
        patience.until(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None, "nginx did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def drawn(address: str) -> str:
    """The replica that a newcomer comes to."""
    with urlopen(f"{address}/_stcore/health", timeout=patience.SECONDS) as answer:
        cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie")))
    return cookies["replica"].value


def replica_of(context) -> str:
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "replica")


def test_readers_of_a_killed_replica_go_on_with_the_other_and_nobody_else_notices(
    browser, tmp_path
):
    installed()
    with Server(ROOT / "app.py") as one:
        two = Server(ROOT / "app.py")
        two.log = two.log.with_suffix(".second.log")
        with (
            two,
            nginx(tmp_path, one.url.partition("//")[2], two.url.partition("//")[2]) as address,
        ):
            answered = Counter(drawn(address) for _ in range(40))
            assert set(answered) == {"first", "second"}

            readers, sockets, refused = {}, {"first": [], "second": []}, []
            for name in ("first", "second"):
                context = browser.new_context()
                context.set_default_timeout(patience.MILLISECONDS)
                context.add_cookies([{"name": "replica", "value": name, "url": address}])
                page = context.new_page()
                page.on("websocket", lambda opened, name=name: sockets[name].append(opened))
                page.on(
                    "console",
                    lambda said: "Security" in said.text and refused.append(said.text),
                )
                page.goto(address + EXPERIMENT)
                expect(page.locator(".ll-stage canvas").first).to_be_visible()
                assert replica_of(context) == name
                readers[name] = page
            assert not refused

            lost = readers["first"]
            lost.evaluate(_CLICK_AT_ONCE)
            with lost.expect_websocket(timeout=patience.MILLISECONDS):
                one.process.kill()
                one.process.wait()
            app = lost.locator("[data-testid=stApp]")
            expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
            assert replica_of(lost.context) == "second"
            # Nothing is loaded anew: the page asks for a run by itself and hears an earlier click.
            lost.wait_for_url(lambda url: "seed=12" in url)
            rest(lost)
            assert lost.url == address + EXPERIMENT.replace("11", "12")
            for page, seed in ((lost, 13), (readers["second"], 12)):
                page.get_by_role("button", name="New seed").click()
                page.wait_for_url(lambda url, seed=seed: f"seed={seed}" in url)
            assert len(sockets["second"]) == 1
            for page in readers.values():
                page.context.close()
