"""What deploy/ holds, with no image built: files and ports, and the image's own command at work."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import streamlit
import yaml
from streamlit import config
from streamlit.proto.Element_pb2 import Element

from pages.ui.stage.plotly_file import plotly_file
from tests import image, patience
from tests.benchmarks.reruns import Server, reader
from tests.chapters import EXPERIMENTS, SHORT
from tests.reader import Reader

ROOT = Path(__file__).parents[1]
STAGES = image.stages()
APP = STAGES["app"]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
MANIFEST = {
    one["kind"]: one
    for one in yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8"))
}
POD = MANIFEST["Deployment"]["spec"]["template"]
[CONTAINER] = POD["spec"]["containers"]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
REPLICAS = {name: one for name, one in COMPOSE["services"].items() if name != "web"}
LAB = APP.said("WORKDIR")[0]


def uid() -> int:
    """Of the image's user."""
    [number] = re.findall(r"useradd .*--uid (\d+) reader", " ".join(APP.said("RUN")))
    return int(number)


def environment(service: dict[str, Any]) -> dict[str, str]:
    return {name: str(text) for name, text in service["environment"].items()}


def test_whatever_the_image_copies_is_here_or_made_before() -> None:
    for name, stage in STAGES.items():
        before = list(STAGES)[: list(STAGES).index(name)]
        assert stage.base in before or ":" in stage.base
        for source, _, origin in stage.copies:
            assert origin in before if origin else (ROOT / source).exists(), source
    # What is copied is all that the app is made of.
    copied = {source for source, _, _ in APP.copies}
    assert copied >= {"requirements.txt", "app.py", ".streamlit", "core", "pages"}

    # Nothing else is sent to the builder, and nothing of it is left out.
    nothing, *but = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sent = {line.removeprefix("!") for line in but if line.startswith("!")}
    from_here = [
        source for one in STAGES.values() for source, _, origin in one.copies if not origin
    ]
    assert nothing == "*"
    assert sent == {Path(source).parts[0] for source in from_here}


def test_the_image_has_a_python_that_the_project_runs_on() -> None:
    oldest = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    version = re.fullmatch(r"python:3\.(\d+)-slim", APP.base)
    assert oldest
    assert version
    assert int(version[1]) >= int(oldest[1])


def test_nobody_runs_as_superuser_or_writes_where_the_code_is() -> None:
    assert APP.said("USER") == ["reader"]
    assert APP.steps.index(("USER", "reader")) > max(
        k for k, (name, _) in enumerate(APP.steps) if name in ("RUN", "COPY")
    )
    for service in REPLICAS.values():
        assert service["build"]["target"] == "app"
        assert service["read_only"]
        assert set(service["tmpfs"]) == {"/tmp", f"{LAB}/static:uid={uid()}"}
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["cap_drop"] == ["ALL"]
    of_pod, of_container = POD["spec"]["securityContext"], CONTAINER["securityContext"]
    assert of_pod == {"runAsNonRoot": True, "runAsUser": uid(), "fsGroup": uid()}
    assert of_container["readOnlyRootFilesystem"]
    assert not of_container["allowPrivilegeEscalation"]
    assert of_container["capabilities"] == {"drop": ["ALL"]}
    mounts = {one["name"]: one["mountPath"] for one in CONTAINER["volumeMounts"]}
    assert mounts == {"static": f"{LAB}/static", "tmp": "/tmp"}
    assert {one["name"] for one in POD["spec"]["volumes"]} == mounts.keys()


def test_every_port_that_one_file_names_is_open_in_another() -> None:
    port = APP.environment["PORT"]
    assert APP.said("EXPOSE") == [port]
    ports = {name: environment(one)["PORT"] for name, one in REPLICAS.items()}
    for name, own in ports.items():
        [upstream] = re.findall(rf"upstream {name} \{{(.*?)\}}", NGINX, re.DOTALL)
        servers = dict(re.findall(r"server (\w+):(\d+)", upstream))
        assert servers == ports
        assert re.search(rf"~:{own}\$ {name};", NGINX)
    web = COMPOSE["services"]["web"]
    listens = re.search(r"listen (\d+);", NGINX)
    assert listens
    assert [each.partition(":")[2] for each in web["ports"]] == [listens[1]]
    assert set(web["depends_on"]) == ports.keys()

    assert [one["containerPort"] for one in CONTAINER["ports"]] == [int(port)]
    [service] = MANIFEST["Service"]["spec"]["ports"]
    assert service["targetPort"] == int(port)
    [rule] = MANIFEST["Ingress"]["spec"]["rules"]
    [way] = rule["http"]["paths"]
    assert way["backend"]["service"]["name"] == MANIFEST["Service"]["metadata"]["name"]
    assert way["backend"]["service"]["port"]["number"] == service["port"]
    labels = POD["metadata"]["labels"]
    assert MANIFEST["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFEST["Service"]["spec"]["selector"] == labels
    for probe in (CONTAINER["readinessProbe"], CONTAINER["livenessProbe"]):
        assert probe["httpGet"] == {"path": "/_stcore/health", "port": int(port)}
    assert "/_stcore/health" in " ".join(image.health_check(APP))


def test_replicas_have_one_secret_and_a_reader_stays_with_one_of_them() -> None:
    assert config.get_option("server.cookieSecret")
    secret = "STREAMLIT_SERVER_COOKIE_SECRET"
    assert len({environment(one)[secret] for one in REPLICAS.values()}) == 1
    [asked] = CONTAINER["env"]
    assert asked["name"] == secret
    reference = asked["valueFrom"]["secretKeyRef"]
    made = f"create secret generic {reference['name']} --from-literal={reference['key']}="
    assert made in (ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8")
    assert MANIFEST["Deployment"]["spec"]["replicas"] >= 2
    notes = MANIFEST["Ingress"]["metadata"]["annotations"]
    assert notes["nginx.ingress.kubernetes.io/affinity"] == "cookie"


def test_the_web_server_finds_the_packed_files_of_streamlit() -> None:
    [(source, target, _)] = [each for each in STAGES["web"].copies if each[2]]
    assert f"root {target};" in NGINX
    assert f" {source} " in " ".join(STAGES["packed"].said("RUN"))
    assert list((Path(streamlit.__file__).parent / "static" / "static").rglob("*.js"))


def answers(address: str) -> bool:
    try:
        with urlopen(f"http://{address}/_stcore/health", timeout=patience.SECONDS) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@pytest.mark.long
@pytest.mark.parametrize("kind", ["image", "read-only checkout"])
def test_an_unprivileged_user_serves_all_pages_from_what_cannot_be_written(
    kind: str, tmp_path: Path
) -> None:
    """With the image's own command, its own health check, and no file but those that it copies."""
    lab = image.build(tmp_path, static=kind == "image")
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    check = [sys.executable, *image.health_check(APP)[1:]]
    status = {**APP.environment, "PORT": str(port)}
    before = sorted(lab.rglob("*"))
    with image.started(lab, port, uid(), home) as process, ExitStack() as sessions:
        assert subprocess.run(check, env=status, capture_output=True, check=False).returncode
        server = Server(f"127.0.0.1:{port}", process)
        patience.until(lambda: answers(server.address) or process.poll() is not None)
        assert subprocess.run(check, env=status, check=False).returncode == 0
        # Of a new server the first readers come all at once, as after a restart.
        pages = ["", *EXPERIMENTS] if kind == "image" else ["logistic_regression"] * 3
        visitors = [
            reader(server, page, sessions, urlencode(SHORT.get(page, {}))) for page in pages
        ]
        with ThreadPoolExecutor(len(visitors)) as crowd:
            list(crowd.map(Reader.arrive, visitors))
        for page, visitor in zip(pages, visitors, strict=True):
            shown = [one for one in visitor.elements.values() if isinstance(one, Element)]
            assert "exception" not in {one.WhichOneof("type") for one in shown}, page
            # What app.py puts around a page, and what the page shows.
            components = {one.bidi_component.component_name for one in shown}
            assert components >= {"loss_landscape_hall", "loss_landscape_stage"}, page
        assert Path(f"/proc/{process.pid}").stat().st_uid == (uid() if is_root() else os.geteuid())
        if kind == "image":
            with urlopen(f"http://{server.address}/app/static/{plotly_file()}.gz") as answer:
                assert answer.status == 200
    assert "Uncaught" not in (home / "log").read_text()
    written = set(lab.rglob("*")) - set(before)
    assert {path.relative_to(lab).parts[0] for path in written} == (
        {"static"} if kind == "image" else set()
    )


def is_root() -> bool:
    return os.geteuid() == 0
