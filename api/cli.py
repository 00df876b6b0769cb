"""The command ``dienhong``."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from api.process import PortTaken, check_port, leave_no_core, stop_on_signals, stop_with_stdin, wipe_what_is_freed
from api.seal import seal_in
from api.settings import PREFIX, Settings, WrongSetting, read_settings


class OneSentence(click.ClickException):
    """What went wrong, for the person at the terminal: no traceback."""

    exit_code = 1


def say(text: str) -> None:
    """Progress goes to standard error; standard output is for results."""
    click.echo(f"  · {text}", err=True)


def settings_of(**overrides: Any) -> Settings:
    """The settings of the environment, with what the command line says instead."""
    try:
        found = read_settings(os.environ)
    except WrongSetting as error:
        raise OneSentence(str(error)) from None
    return structs.replace(found, **{name: value for name, value in overrides.items() if value is not None})


@contextmanager
def database_of(settings: Settings, *, join: bool = False, prepared: bool = True) -> Iterator[str]:
    """
    The database, ready; what keeps it from starting is said in one sentence.

    Commands that work beside a server that is running ``join`` its embedded database.
    """
    from asyncpg import PostgresError
    from sqlalchemy.exc import SQLAlchemyError

    from api.embedded import AlreadyRunning, FolderUnusable
    from api.preparation import database, prepare
    from realtime.errors import Refusal

    with ExitStack() as stack:
        try:
            url = stack.enter_context(database(settings, say, join=join))
            if prepared:
                prepare(settings, url, say)
        except (AlreadyRunning, FolderUnusable) as error:
            raise OneSentence(str(error)) from None
        except (OSError, OverflowError, PostgresError, SQLAlchemyError) as error:
            raise OneSentence(f"the database cannot be reached: {error}") from None
        try:
            yield url
        except Refusal as refusal:
            raise OneSentence(str(refusal)) from None
        except OSError as error:
            if error.filename is None:
                raise
            raise OneSentence(f"{error.filename} cannot be used: {error.strerror}") from None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dienhong")
def main() -> None:
    """Diên Hồng: documents, opinions, check-in and votes for a congress."""


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--workers", type=int, help="App processes.")
@click.option("--while-stdin-is-open", "attached", is_flag=True, help="End when standard input does.")
def serve(host: str | None, port: int | None, workers: int | None, attached: bool) -> None:
    """Serve the congress in the data folder (or of DIENHONG_DATABASE_URL)."""
    settings = settings_of(host=host, port=port, workers=workers)
    wipe_what_is_freed()
    leave_no_core()
    stop_on_signals()
    if attached:
        stop_with_stdin()
    try:
        check_port(settings)
        seal_in(settings, datetime.now(UTC))
    except (PortTaken, WrongSetting) as error:
        raise OneSentence(str(error)) from None
    with database_of(settings) as url:
        from api.serve import serve as run  # takes a second: after what may be wrong

        click.echo(f"Serving on {settings.url}", err=True)
        with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has shut down
            run(settings, url)


@main.command()
@click.option("--port", type=int, default=8710, show_default=True, help="Port to listen on.")
@click.option("--lan", is_flag=True, help="HTTPS for phones in the same network.")
@click.option("--simulate", type=click.IntRange(1, 650), help="Let this many delegates take part by themselves.")
@click.option("--over", type=float, default=10.0, show_default=True, help="Seconds over which they vote.")
@click.option("--exit", "leave", is_flag=True, help="End after the simulation.")
@click.option("--fresh", is_flag=True, help="Throw the demo's data away first.")
def demo(port: int, lan: bool, simulate: int | None, over: float, leave: bool, fresh: bool) -> None:
    """Open the example congress and print how to get in."""
    from api.demo_session import run_demo

    if leave and not simulate:
        raise OneSentence("--exit needs --simulate N")
    folder = Path(os.environ.get(f"{PREFIX}DATA_DIR", ".data")) / "demo"
    stop_on_signals()
    # What the demo prints is for people: requests are logged only when somebody asks for it.
    level = None if f"{PREFIX}LOG_LEVEL" in os.environ else "WARNING"
    settings = settings_of(data_dir=folder, port=port, log_level=level)
    run_demo(settings, database_of, say, lan=lan, delegates=simulate, over_s=over, leave=leave, fresh=fresh)


@main.command()
@click.option("--delegates", type=click.IntRange(1, 650), default=650, show_default=True, help="How many take part.")
@click.option("--over", type=float, default=10.0, show_default=True, help="Seconds over which they vote.")
@click.option("--seed", type=int, default=2025, show_default=True, help="The same seed, the same votes.")
@click.option("--address", default="http://127.0.0.1:8710", show_default=True, help="Of a running demo.")
def simulate(delegates: int, over: float, seed: int, address: str) -> None:
    """Let delegates of a running demo check in, read, opine and vote; prints a JSON summary."""
    from api.demo import read_credentials
    from api.simulation.run import print_summary
    from api.simulation.run import simulate as run

    folder = Path(os.environ.get(f"{PREFIX}DATA_DIR", ".data")) / "demo"
    try:
        credentials = read_credentials(settings_of(data_dir=folder))
    except FileNotFoundError:
        raise OneSentence(f"there is no demo in {folder}; run `dienhong demo` first") from None
    summary = run(address, credentials, delegates=delegates, over_s=over, seed=seed)
    print_summary(summary)
    sys.exit(0 if summary.holds else 1)


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done, and every error.")
def import_file(file: Path, dry_run: bool) -> None:
    """Import a roster (.xlsx, .ods, .csv) or a congress (.json); all or nothing, repeatable."""
    from api.importing import import_congress_file, import_roster_file

    settings = settings_of()
    with database_of(settings, join=True) as url:
        if file.suffix == ".json":
            asyncio.run(import_congress_file(url, settings, file))
            click.echo("imported")
        elif not asyncio.run(import_roster_file(url, settings, file, dry_run=dry_run, say=say)):
            raise OneSentence("nothing was imported")


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("badges"),
    show_default=True,
    help="Folder for the PDFs.",
)
def badges(out: Path) -> None:
    """Issue the badges and PINs that are missing, as two PDFs to print."""
    from api.importing import issue_badges

    settings = settings_of()
    with database_of(settings, join=True) as url:
        count = asyncio.run(issue_badges(url, settings, out, say))
    click.echo(f"{count} badges in {out}")


@main.command()
@click.option("--login", required=True, help="What they type to sign in.")
@click.option("--name", required=True, help="As others see it.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["organiser", "chair", "secretary", "teller", "credentials"]),
    help="What they may do (docs/roles.md).",
)
@click.password_option(help="At least ten characters; asked for when not given.")
def staff(login: str, name: str, role: str, password: str) -> None:
    """Make or change a staff account."""
    from api.importing import save_staff

    settings = settings_of()
    with database_of(settings, join=True) as url:
        asyncio.run(save_staff(url, settings, login=login, name=name, role=role, password=password))
    click.echo(f"{login} may sign in as {role}")


@main.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The archive to write.")
def backup(out: Path) -> None:
    """Write database, files and keys to one archive. Keep it as you keep the server."""
    from api.backup import BackupUnusable
    from api.backup import backup as run

    settings = settings_of()
    with database_of(settings, join=True) as url:
        try:
            manifest = run(settings, url, out, say)
        except BackupUnusable as error:
            raise OneSentence(str(error)) from None
    click.echo(f"{out}: {sum(manifest.rows.values())} rows, {len(manifest.sha256) - 1} files")


@main.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite what is there.")
def restore(archive: Path, replace: bool) -> None:
    """Bring everything back to an archive, and check it."""
    from api.backup import BackupUnusable
    from api.backup import restore as run
    from api.importing import journal_faults
    from api.preparation import prepare

    settings = settings_of()
    with database_of(settings, prepared=False) as url:
        try:
            run(settings, url, archive, say, replace=replace)
        except BackupUnusable as error:
            raise OneSentence(str(error)) from None
        prepare(settings, url, say)
        entries, faults = asyncio.run(journal_faults(url, settings))
    if faults:
        raise OneSentence(f"restored, but the journal is broken: {faults[0]}")
    click.echo(f"restored; the journal's {entries} entries hold together")


@main.command()
@click.argument("congress")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The archive to write.")
def export(congress: str, out: Path) -> None:
    """Write what was published of CONGRESS (its short name) to an archive that anybody can check."""
    from api.export import AnotherCongress
    from api.importing import export_archive

    settings = settings_of()
    with database_of(settings, join=True) as url:
        try:
            done = asyncio.run(export_archive(url, settings, congress, out))
        except (AnotherCongress, OSError) as error:
            raise OneSentence(str(error)) from None
    click.echo(f"{out}: {done.polls} polls, {done.entries} journal entries, {done.files} files")


@main.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(archive: Path) -> None:
    """Check an exported ARCHIVE without the server: signatures, chain, every ballot, every count."""
    from verify import verify as run

    findings = run(archive)
    for finding in findings:
        click.echo(finding)
    if findings:
        raise OneSentence(f"{len(findings)} findings: this archive is not what the congress published")
    click.echo("everything holds: signatures, journal, ballots, counts")


@main.command("verify-journal")
def verify_journal() -> None:
    """Walk the journal's chain; non-zero if anything was altered."""
    from api.importing import journal_faults

    settings = settings_of()
    with database_of(settings, join=True) as url:
        entries, faults = asyncio.run(journal_faults(url, settings))
    for fault in faults:
        click.echo(fault)
    if faults:
        raise OneSentence(f"{len(faults)} faults in {entries} entries")
    click.echo(f"{entries} entries, all in order")


@main.command("rotate-keys")
def rotate_keys() -> None:
    """Sign tokens with a new key from the next start on; the one before is accepted still."""
    from api.auth.keys import rotate_token_keys

    keys = rotate_token_keys(settings_of().keys_dir)
    click.echo(f"signing with key {keys.signing.kid} after the next start")


@main.command()
def docs() -> None:
    """Write the pages and schemas that are generated from the code."""
    from api.generated import write

    for path in write():
        click.echo(str(path))


def wait_until_ready(address: str, child: "subprocess.Popen[bytes]", *, within_s: float = 60.0) -> None:
    """Until ``/readyz`` says so. Raises :class:`OneSentence` if the server ends or takes too long."""
    import httpx

    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if child.poll() is not None:
            raise OneSentence("the server ended; its last words are above")
        try:
            if httpx.get(f"{address}/readyz", verify=False, timeout=2).status_code == 200:  # noqa: S501 - own machine
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise OneSentence(f"the server was not ready within {within_s:.0f} s")


if __name__ == "__main__":
    main()
