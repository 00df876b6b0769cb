"""The command ``dienhong`` as somebody at a terminal uses it."""

import asyncio
import csv
import io
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api.auth.keys import token_keys
from api.cli import main
from api.generated import ROOT
from tests.congresses import HEADERS, PEOPLE

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "congress" / "congress.json"
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """Run a command on a fresh database."""
    environment = {
        "DIENHONG_DATABASE_URL": database_url,
        "DIENHONG_DATA_DIR": str(tmp_path),
        "DIENHONG_DATABASE_CONNECTIONS": "4",
    }

    def run(*arguments: object, **more: str) -> Result:
        return CliRunner(env={**environment, **more}).invoke(main, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def query(database_url: str) -> Callable[[str], list[tuple[object, ...]]]:
    """Ask the database behind the command's back; or change it."""

    async def ask(statement: str) -> list[tuple[object, ...]]:
        engine = create_async_engine(database_url, poolclass=NullPool)
        async with engine.begin() as connection:
            answer = await connection.execute(text(statement))
            rows = [tuple(row) for row in answer] if answer.returns_rows else []
        await engine.dispose()
        return rows

    return lambda statement: asyncio.run(ask(statement))


def a_csv(folder: Path, people: list[list[str]]) -> Path:
    content = io.StringIO()
    csv.writer(content).writerows([HEADERS, *people])
    path = folder / "roster.csv"
    path.write_text(content.getvalue(), encoding="utf-8")
    return path


def an_xlsx(folder: Path, people: list[list[str]]) -> Path:
    path = folder / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADERS, *people]):
            sheet.write_row(number, 0, row)
    return path


def sentence(result: Result) -> str:
    """The one sentence of a command that failed."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)  # no traceback
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    return line


@pytest.mark.parametrize("write", [a_csv, an_xlsx])
def test_a_roster_is_tried_imported_and_imported_again(run: Run, query, tmp_path: Path, write):
    roster = write(tmp_path, PEOPLE)

    tried = run("import", roster, "--dry-run")
    nobody = query("SELECT count(*) FROM delegate")
    done = run("import", roster)
    again = run("import", roster)

    assert [one.exit_code for one in (tried, done, again)] == [0, 0, 0], tried.output
    assert "6 would be added" in tried.stderr
    assert nobody == [(0,)]
    assert "6 added" in done.stderr
    assert "0 added, 0 changed, 6 unchanged" in again.stderr
    assert query("SELECT full_name FROM delegate WHERE number = '002'") == [("Đỗ Văn Đạt",)]


def test_every_wrong_cell_is_named_by_row_and_column_and_nothing_is_imported(run: Run, query, tmp_path: Path):
    wrong = [
        ["001", "", "chính thức", "01", "Trung tâm", "1"],
        PEOPLE[1],
        ["003", "Trần Minh Khang", "khách quý", "02", "Thủ Đức", "không"],
    ]

    for options in ((), ("--dry-run",)):
        result = run("import", a_csv(tmp_path, wrong), *options)

        assert "nothing was imported" in sentence(result)
        named = [line for line in result.stderr.splitlines() if "· row" in line]
        assert [line.split(":")[0].strip(" ·") for line in named] == [
            "row 2, Họ và tên",
            "row 4, Loại đại biểu",
            "row 4, Số phiếu",
        ]
    assert query("SELECT count(*) FROM delegate") == [(0,)]


def test_a_file_that_is_no_roster_is_one_sentence(run: Run, tmp_path: Path):
    (tmp_path / "roster.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "congress.json").write_bytes(b"{")

    assert sentence(run("import", tmp_path / "roster.xlsx"))
    assert sentence(run("import", tmp_path / "congress.json"))


def test_a_congress_is_set_up_from_the_terminal_alone(run: Run, query, tmp_path: Path):
    congress = run("import", EXAMPLE)
    roster = run("import", a_csv(tmp_path, PEOPLE))
    printed = run("badges", "--out", tmp_path / "print")
    again = run("badges", "--out", tmp_path / "again")
    staff = run("staff", "--login", "hoa", "--name", "Lê Hoa", "--role", "chair", "--password", "mat khau rat dai")
    verified = run("verify-journal")

    for result in (congress, roster, printed, again, staff, verified):
        assert result.exit_code == 0, result.output
    sheets = sorted((tmp_path / "print").iterdir())
    assert [sheet.name for sheet in sheets] == ["badges.pdf", "pins.pdf"]
    assert {sheet.stat().st_mode & 0o777 for sheet in sheets} == {0o600}
    assert all(sheet.read_bytes().startswith(b"%PDF-") for sheet in sheets)
    assert printed.stdout.startswith("6 badges")
    assert again.stdout.startswith("0 badges")
    assert query("SELECT name, role FROM staff") == [("Lê Hoa", "chair")]
    assert "all in order" in verified.stdout


def test_badges_without_a_congress_are_one_sentence(run: Run, tmp_path: Path):
    assert "congress" in sentence(run("badges", "--out", tmp_path / "print"))


def test_badges_that_cannot_be_written_are_not_issued(run: Run, query, tmp_path: Path):
    run("import", EXAMPLE)
    run("import", a_csv(tmp_path, PEOPLE))
    (tmp_path / "print").write_text("a file, not a folder")

    result = run("badges", "--out", tmp_path / "print" / "here")

    assert "cannot be used: Not a directory" in sentence(result)
    assert query("SELECT count(*) FROM badge") == [(0,)]


def test_an_account_changes_by_its_login_and_a_short_password_is_refused(run: Run, query):
    person = ("--login", "hoa", "--name", "Lê Hoa")
    run("staff", *person, "--role", "chair", "--password", "mat khau rat dai")

    changed = run("staff", *person, "--role", "secretary", "--password", "mat khau con dai hon")
    refused = run("staff", *person, "--role", "organiser", "--password", "ngan")

    assert changed.exit_code == 0
    assert "ngan" not in sentence(refused)
    assert query("SELECT role FROM staff") == [("secretary",)]


def test_a_journal_that_was_altered_does_not_verify(run: Run, query, tmp_path: Path):
    run("import", a_csv(tmp_path, PEOPLE))
    query("ALTER TABLE journal_entry DISABLE TRIGGER USER")
    query("UPDATE journal_entry SET action = 'roster.nothing' WHERE number = 1")

    result = run("verify-journal")

    assert "faults" in sentence(result)
    assert "entry 1" in result.stdout


def test_a_rotated_key_signs_and_the_one_before_is_accepted(run: Run, tmp_path: Path):
    old = token_keys(tmp_path / "keys").signing

    result = run("rotate-keys")

    keys = token_keys(tmp_path / "keys")
    assert result.exit_code == 0
    assert keys.signing.kid in result.stdout
    assert keys.signing.kid != old.kid
    assert keys.named(old.kid) == old


def test_a_backup_is_written_and_says_what_is_in_it(run: Run, tmp_path: Path):
    run("import", a_csv(tmp_path, PEOPLE))

    done = run("backup", "--out", tmp_path / "congress.tar")
    nowhere = run("backup", "--out", tmp_path / "roster.csv" / "congress.tar")
    restored = run("restore", tmp_path / "congress.tar", "--replace")
    unasked = run("restore", tmp_path / "congress.tar")

    assert "3 files" in done.stdout  # the keys: of tokens, of PINs, and the congress's
    assert "cannot be written" in sentence(nowhere)
    assert "hold together" in restored.stdout
    assert "--replace" in sentence(unasked)


def test_an_archive_is_exported_and_verified(run: Run, tmp_path: Path):
    run("import", ROOT / "examples" / "congress" / "congress.json")
    out = tmp_path / "archive.zip"

    done = run("export", "cong-doan-tphcm-1", "--out", out)
    another = run("export", "another", "--out", out)
    nowhere = run("export", "cong-doan-tphcm-1", "--out", tmp_path / "nowhere" / "archive.zip")
    checked = run("verify", out)
    out.write_bytes(out.read_bytes().replace(b"journal.jsonl", b"journal.jsonx"))
    tampered = run("verify", out)

    assert "0 polls" in done.stdout
    assert "this is the congress 'cong-doan-tphcm-1'" in sentence(another)
    assert "nowhere" in sentence(nowhere)
    assert "everything holds" in checked.stdout
    assert "journal.jsonl: is missing" in tampered.stdout
    assert "not what the congress published" in sentence(tampered)


def test_a_setting_that_does_not_exist_stops_every_command(run: Run):
    assert "DIENHONG_PROT is not a setting" in sentence(run("verify-journal", DIENHONG_PROT="1"))


def test_a_simulation_without_a_demo_is_one_sentence(run: Run):
    assert "run `dienhong demo` first" in sentence(run("simulate"))


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_and_each_of_its_options_says_what_it_does(command: str):
    found = main.commands[command]

    assert found.help
    assert [one.name for one in options_of(found) if not one.help] == []


def options_of(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option)]
