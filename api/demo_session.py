"""One session of the demo: the server as a child process, what opens it on the terminal, and perhaps a crowd."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

import click
import qrcode
from msgspec import structs

from api import cli, demo
from api.auth.permissions import Role
from api.database import database_config
from api.demo import Credentials
from api.embedded import AlreadyRunning, EmbeddedPostgres
from api.preparation import session_on
from api.process import PortTaken, check_port, environment_of
from api.settings import Settings
from api.simulation.run import print_summary, simulate
from api.tls import lan_address
from delegates.badge import badge_url

SHOWN = 3  # delegates whose way in is printed


def run_demo(
    settings: Settings,
    database_of: Callable[[Settings], AbstractContextManager[str]],
    say: Callable[[str], None],
    *,
    lan: bool,
    delegates: int | None,
    over_s: float,
    leave: bool,
    fresh: bool,
) -> None:
    """
    Set up, serve, print, simulate; until interrupted, or ``leave`` after the simulation.

    Raises :class:`click.ClickException`: what is in the way, in one sentence.
    """
    try:
        check_port(settings)
        if fresh:
            _throw_away(settings, say)
    except (PortTaken, AlreadyRunning) as error:
        raise cli.OneSentence(str(error)) from None
    if lan:
        host = lan_address()
        settings = structs.replace(settings, host="0.0.0.0", tls=True, public_url=f"https://{host}:{settings.port}")  # noqa: S104 - phones shall reach it
    with database_of(settings) as url:
        settings = structs.replace(settings, database_url=url)
        credentials, codes = asyncio.run(_found(url, settings, say))
        local = f"{'https' if lan else 'http'}://127.0.0.1:{settings.port}"
        say("Starting the server")
        # The pipe ends with this process, however it ends, and the server with the pipe.
        command = [sys.executable, "-m", "api.cli", "serve", "--while-stdin-is-open"]
        child = subprocess.Popen(command, env=environment_of(settings), stdin=subprocess.PIPE)  # noqa: S603
        try:
            cli.wait_until_ready(local, child)
            _print(settings, credentials, codes, lan=lan, stays=not leave)
            if delegates:
                summary = simulate(local, credentials, delegates=delegates, over_s=over_s, seed=2025)
                print_summary(summary)
                if leave:
                    if not summary.holds:
                        sys.exit(1)
                    return
            child.wait()
            raise cli.OneSentence("the server ended; its last words are above")
        except KeyboardInterrupt:
            say("Stopping")
        finally:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(15)


def _throw_away(settings: Settings, say: Callable[[str], None]) -> None:
    """Remove the demo's data, unless somebody serves them. Raises :class:`AlreadyRunning`."""
    if settings.database_url:
        raise cli.OneSentence("--fresh leaves the database in DIENHONG_DATABASE_URL alone; empty it yourself")
    say(f"Throwing {settings.data_dir} away")
    EmbeddedPostgres(settings.data_dir / "database").destroy()
    shutil.rmtree(settings.data_dir, ignore_errors=True)


async def _found(url: str, settings: Settings, say: Callable[[str], None]) -> tuple[Credentials, dict[str, str]]:
    engine = database_config(url, settings).get_engine()
    credentials = await demo.found(engine, settings, say)
    await engine.dispose()
    async with session_on(url, settings) as session:
        codes = {
            "screen": await demo.enrolment(session, "main", Role.SCREEN),
            "door": await demo.enrolment(session, "Cửa A", Role.DOOR),
        }
    return credentials, codes


def _print(settings: Settings, credentials: Credentials, codes: dict[str, str], *, lan: bool, stays: bool) -> None:
    organiser, url = credentials.organiser, settings.url
    click.echo()
    click.echo(click.style("  Diên Hồng · Đại hội mẫu đang mở / the example congress is open", bold=True))
    click.echo()
    click.echo(f"  Bàn điều hành / console   {url}/console")
    click.echo(f"                            {organiser.login} · {organiser.password}")
    click.echo(f"  Màn hình / screen         {url}/screen     mã / code {codes['screen']}")
    click.echo(f"  Cửa điểm danh / door      {url}/door       mã / code {codes['door']}")
    click.echo(f"  API                       {url}/api/v1/schema/openapi.json")
    click.echo()
    shown = [card for card in credentials.cards if card.pin and card.number.isdigit()][:SHOWN]
    for card in shown:
        click.echo(f"  Đại biểu / delegate {card.number} {card.name}")
        click.echo(f"      {badge_url(url, card.code)}   PIN {card.pin}")
    code = qrcode.QRCode(border=2)
    code.add_data(badge_url(url, shown[0].code), optimize=0)
    click.echo()
    if sys.stdout.isatty():
        code.print_ascii(invert=True)
    else:
        code.print_ascii(out=sys.stdout)
    click.echo(f"  ↑ {shown[0].number} {shown[0].name}")
    if lan:
        click.echo("  Điện thoại cùng mạng Wi-Fi sẽ hỏi một lần về chứng chỉ tự tạo.")
        click.echo("  Phones in the same network ask once about the self-made certificate.")
    if stays:
        click.echo("  Ctrl-C để dừng / to stop")
    sys.stdout.flush()
