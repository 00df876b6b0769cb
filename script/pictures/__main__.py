"""
Pictures of the four faces, as WebP in ``docs/screenshots``: ``script/screenshots [--only PATTERN] [--delegates N]``.

The example congress on a real server, a crowd that checked in and voted, a real browser.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from api.cli import wait_until_ready  # noqa: E402 - the repository's own packages, once they can be found
from api.demo import Credentials, read_credentials  # noqa: E402
from api.settings import Settings  # noqa: E402
from api.simulation.actors import Console, shared_client  # noqa: E402
from api.simulation.run import simulate  # noqa: E402
from script.pictures.congress import CongressUnderWay  # noqa: E402
from script.pictures.console import ConsolePictures  # noqa: E402
from script.pictures.delegate import DelegatePictures  # noqa: E402
from script.pictures.door import DoorPictures  # noqa: E402
from script.pictures.kinds import KindPictures  # noqa: E402
from script.pictures.photographer import Photographer  # noqa: E402
from script.pictures.screen import ScreenPictures  # noqa: E402
from script.pictures.secret import SecretPictures  # noqa: E402
from tests.web.browsers import chromium  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
FIRST_START_S = 300.0


async def photograph(address: str, credentials: Credentials, present: int, only: str) -> None:
    """Everything there is to see at a server where the crowd has been."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with shared_client(60) as http, chromium() as browser:
        organiser = credentials.organiser
        console = await Console(address, http).sign_in(organiser.login, organiser.password)
        congress = CongressUnderWay(console, credentials, present)
        photographer = Photographer(address, browser, FOLDER, only)
        phone, desk = DelegatePictures(photographer, congress), ConsolePictures(photographer, congress)
        screen, door = ScreenPictures(photographer, congress), DoorPictures(photographer, congress)

        published = await congress.comes_to_its_targets()
        document = await congress.document()
        await screen.of_result(published, "screen-result")
        await screen.at_rest(document)
        await screen.without_network()
        await phone.at_rest(document, published)
        await phone.small()
        motion = await congress.prepares_a_motion()
        await console.takes(motion, "announce", "open")
        await congress.votes(motion, congress.voters[1:])
        await console.takes(motion, "close", "publish")
        await screen.of_result(motion, "screen-motion")
        faces = (photographer, congress, phone, desk, screen)
        await SecretPictures(*faces).everything()
        await KindPictures(*faces).everything()
        poll = await congress.prepares_the_targets()
        await console.takes(poll, "announce", "open")
        await congress.votes(poll, congress.voters[3:123])
        await screen.of_poll(poll)
        await desk.of_poll(poll)
        await phone.votes()
        await phone.votes_elsewhere()
        await door.everything()
        await desk.sections(published)
        await console.disconnect()
    sys.stdout.write(f"{len(photographer.taken)} pictures in {FOLDER.relative_to(ROOT)}\n")


def main() -> None:
    """Open the congress, let the crowd in, take the pictures, close it."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description="Pictures of the four faces")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="names of pictures to take, as in 'door-*'")
    parser.add_argument("--delegates", type=int, default=500, help="how many check in and vote first")
    wanted = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # Postgres under root runs as somebody else
        command = [sys.executable, "-m", "api.cli", "demo", "--port", str(port)]
        environment = {**os.environ, "DIENHONG_DATA_DIR": folder}
        demo = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_ready(address, demo, within_s=FIRST_START_S)  # documents are drawn first
            credentials = read_credentials(Settings(data_dir=Path(folder) / "demo"))
            simulate(address, credentials, delegates=wanted.delegates, over_s=5, seed=2025)
            asyncio.run(photograph(address, credentials, wanted.delegates, wanted.only))
        finally:
            demo.terminate()
            demo.wait(30)


if __name__ == "__main__":
    main()
