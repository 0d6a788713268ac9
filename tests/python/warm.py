"""Starts Python programs from a process that has imported and parsed what each would again.

To import dbt and Great Expectations and to parse the project is two fifths of a small build.
`python -m tests.python.warm FD` does it once and then forks itself for each program it is asked
for; what such a program starts in turn is forked too. What is tried by killing it, or is about
starting, is started as usual.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import IO, Any, NoReturn

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import get_adapter
from dbt.cli.main import cli, dbtRunner
from dbt.config.runtime import RuntimeConfig
from dbt.context.query_header import generate_query_header_context
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import ManifestLoader
from dbt_common.clients.jinja import get_environment
from jinja2 import Environment

from dialmart.project import PROJECT

DBT = str(Path(sys.executable).parent / "dbt")
MODULES = {"dialmart", "dialmart.building.dbt_process", "dialmart.validation", "simulator"}

# Settings that YAML shows in words; with one of them the project is parsed again.
READ_WHILE_PARSING = {"rfm_window_months"}

_SIZE = 8
_PATIENCE = 1200  # seconds in which every program ends, or never

Command = Sequence[str]


def is_warm(command: object) -> bool:
    """Whether a program is one of those that can be forked."""
    match command:
        case [program, *_] if program == DBT:
            return True
        case [program, "-m", module, *_]:
            return program == sys.executable and module in MODULES
    return False


# What the tests call


class Starter:
    """Has programs forked by a process of its own, which is started when the first is asked for."""

    def __init__(self) -> None:
        self._connection: socket.socket | None = None

    def run(
        self, command: Command, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program in the project's folder to its end."""
        connection = self._connection = self._connection or _started()
        connection.settimeout(_PATIENCE)
        asked = json.dumps([command, dict(environment)]).encode()
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            streams = [output.fileno(), errors.fileno()]
            socket.send_fds(connection, [len(asked).to_bytes(_SIZE)], streams)
            connection.sendall(asked)
            answer = connection.recv(_SIZE)
            assert answer, "the process that starts programs has ended"
            code = int.from_bytes(answer, signed=True)
            return subprocess.CompletedProcess(command, code, _text(output), _text(errors))


def _started() -> socket.socket:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", __name__, str(theirs.fileno())]
    subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    theirs.close()
    return ours


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


# The process that forks


def main(connection: socket.socket) -> None:
    """Forks a process for each program that is asked for, until nobody can ask any more."""
    os.environ.update({"GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"})
    importlib.import_module("dialmart.validation.validation")
    manifest = parsed()
    keep_parsed(manifest)
    keep_templates(manifest)
    setattr(subprocess, "Popen", Forked)  # noqa: B010 - mypy minds assigning
    # What is there now lasts: neither is it looked through for garbage, nor copied for that.
    gc.collect()
    gc.freeze()
    while True:
        size, streams, _, _ = socket.recv_fds(connection, _SIZE, 2)
        if not size:
            return
        asked = connection.recv(int.from_bytes(size), socket.MSG_WAITALL)
        command, environment = json.loads(asked)
        process = os.fork()
        if not process:
            connection.close()
            become(command, environment, (-1, *streams))
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(process, 0)
        code = os.waitstatus_to_exitcode(status)
        connection.sendall(code.to_bytes(_SIZE, signed=True))


def parsed() -> Manifest:
    """The project, which is the same whatever the settings; its last state is kept in target/."""
    folder = PROJECT / "target" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        DIALMART_DB=str(folder / "dialmart.duckdb"),
        DBT_TARGET_PATH=str(folder),
        DBT_LOG_PATH=str(folder),
    )
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The static parser has threads, without which a forked process that parses waits forever.
        options = ["--quiet", "--log-level-file", "none", "--no-static-parser"]
        result = dbtRunner().invoke([*options, "parse"])
    assert isinstance(result.result, Manifest), result.exception
    return result.result


def keep_parsed(manifest: Manifest) -> None:
    """Lets dbt take the project as it was parsed, unless it is another one."""
    parse = ManifestLoader.get_full_manifest
    database = {node.database for node in manifest.nodes.values()}

    def get_full_manifest(config: RuntimeConfig, **options: Any) -> Manifest:
        is_another = Path(config.project_root) != PROJECT or READ_WHILE_PARSING & {*config.cli_vars}
        if is_another or {config.credentials.database} != database:
            return parse(config, **options)
        adapter = get_adapter(config)
        adapter.set_macro_resolver(manifest)
        header = generate_query_header_context(adapter.config, manifest)
        adapter.connections.set_query_header(header)
        return manifest

    setattr(ManifestLoader, "get_full_manifest", get_full_manifest)  # noqa: B010


def keep_templates(manifest: Manifest) -> None:
    """Compiles the Jinja of every macro and node, a tenth of what each build would do."""
    codes: dict[tuple[type[Environment], str], CodeType] = {}
    original = Environment.compile

    def compile(environment: Environment, source: Any, *options: Any, **named: Any) -> Any:
        if not isinstance(source, str) or options or named:
            return original(environment, source, *options, **named)
        key = type(environment), source
        if key not in codes:
            codes[key] = original(environment, source)
        return codes[key]

    setattr(Environment, "compile", compile)  # noqa: B010
    environment = get_environment()
    for macro in manifest.macros.values():
        environment.compile(macro.macro_sql)
    for node in manifest.nodes.values():
        environment.compile(node.raw_code)


class Forked(subprocess.Popen[Any]):
    """A process that is forked if its program can be."""

    def _execute_child(self, args: Any, *options: Any) -> None:
        if not is_warm(args):
            super()._execute_child(args, *options)  # type: ignore[misc]
            return
        (_, _, _, _, _, environment, _, _, _, *pipes) = options[:15]
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self.pid = os.fork()
        if not self.pid:
            become(args, environment, (pipes[0], pipes[3], pipes[5]))
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


def become(
    command: Command, environment: Mapping[str, str] | None, streams: Sequence[int]
) -> NoReturn:
    """Makes this process, which has just been forked, that of a program."""
    code = 1
    try:
        for number, stream in enumerate(streams):
            if stream >= 0:
                os.dup2(stream, number)
        if environment is not None:
            os.environ.clear()
            os.environ.update(environment)
        _run(command)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(command: Command) -> None:
    try:
        match command:
            case [_, "-m", module, *arguments]:
                sys.argv = [module, *arguments]
                runpy.run_module(module, run_name="__main__", alter_sys=True)
            case [_, *arguments]:
                cli.main(arguments, "dbt")
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
