"""Spreads the work of a build over the machines of a Dask cluster. Knows its scheduler and workers, not what they do.

The only socket of this process leads to the scheduler. What goes to the workers, and what they return, passes through
it.
"""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from generator.pipeline.program_digest import program_digest, program_versions

if TYPE_CHECKING:
    from distributed import Client

_ANSWER = 5.0
"""Seconds in which the scheduler has to accept the connection, then to answer, and then to have a worker."""
_LOOK = 2.0
"""Seconds between checks whether there still are workers, while this process waits for them."""
_AGAIN = "Read in the logs of the cluster why, start what is missing, then run the command again."

_Program = tuple[str, Mapping[str, str]]
"""The digest of a program, and the versions that it is made of, by name."""


class ClusterError(Exception):
    """The cluster can't be used, or was lost: `message` says why, and `step` what to do."""

    def __init__(self, message: str, step: str) -> None:
        super().__init__(message)
        self.message = message
        self.step = step


@contextmanager
def cluster_at(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`, which is `HOST:PORT`.

    Raises `ClusterError` where it can't be reached, has no workers, or would make other pages than this process.
    """
    with closing(_connected(address)) as client:
        cluster = Cluster(client, address, _workers(client, address))
        cluster.refuse_other_programs()
        yield cluster


class Cluster(Executor):
    """The workers that a cluster has when a build begins; `size` is their number.

    A worker that joins later gets no work, since nothing is known of its program and its folders.
    """

    def __init__(self, client: Client, address: str, workers: Sequence[str]) -> None:
        self._client, self._address, self._workers = client, address, workers
        # not `pure`: the result of the same work in an earlier build is a file that is gone
        self._executor = client.get_executor(workers=workers, allow_other_workers=False, pure=False)
        self.size = len(workers)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have a worker do something. Where the cluster is lost, this or the result raises `ClusterError`."""
        self._check_scheduler()
        # as bytes, because Dask looks through arguments for the results of other work
        return _Reply(self, self._executor.submit(_do, pickle.dumps((work, arguments, named))))

    def reaches(self, folder: Path) -> bool:
        """Whether each worker has this folder under the same path, and makes files in it as this process does.

        Leaves files in it. Raises `ClusterError` where the cluster is lost.
        """
        asked = folder / f"asked-{os.urandom(16).hex()}"
        asked.write_bytes(os.urandom(16))
        answers = self._ask(_copied_beside, str(asked))
        return all(_are_alike(asked, folder / str(name)) for name in answers.values())

    def refuse_other_programs(self) -> None:
        """Raise `ClusterError` where the scheduler or a worker has not the program of this process."""
        own = _program()
        _refuse_another("The scheduler", self._on_scheduler(_program), own)
        for worker, found in self._ask(_program).items():
            _refuse_another(f"The worker at `{worker}`", found, own)

    def awaited(self, reply: Future[Any]) -> Any:
        """The result of a reply of Dask, when it is there. Raises `ClusterError` where the cluster is lost."""
        from distributed import KilledWorker  # late, both: an extra
        from distributed.comm import CommClosedError

        while not wait([reply], _LOOK).done:
            self._check_workers()
        try:
            return reply.result()
        except KilledWorker as error:
            message = f"Several workers of the cluster at `{self._address}` ended while they did the same work."
            raise ClusterError(message, _AGAIN) from error
        except (CancelledError, CommClosedError) as error:
            raise _lost(self._address) from error

    def _check_workers(self) -> None:
        """Raise `ClusterError` where the scheduler is gone, or all workers."""
        self._check_scheduler()
        with self._asking():
            left = self._client.nthreads().keys() & set(self._workers)
        if not left:
            raise ClusterError(f"The workers of the cluster at `{self._address}` have ended.", _AGAIN)

    def _check_scheduler(self) -> None:
        if self._client.status != "running":
            raise _lost(self._address)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Raise `ClusterError` where the scheduler can't be asked."""
        try:
            yield
        except OSError as error:  # among them Dask's own
            raise _lost(self._address) from error

    def _on_scheduler(self, function: Callable[[], Any]) -> Any:
        """What the function returns on the scheduler; the exception where it can't be run there."""
        with self._asking():
            try:
                return self._client.run_on_scheduler(function)
            except (ImportError, AttributeError) as error:
                return error

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        """What the function returns on each worker, by address, in order; the exception where it raises one."""
        with self._asking():
            answers = self._client.run(function, *arguments, workers=self._workers, on_error="return")
        return dict(sorted(answers.items()))


class _Reply(Future[Any]):
    """The result of work in a cluster. Waiting for it ends with an error when the cluster is lost."""

    def __init__(self, cluster: Cluster, reply: Future[Any]) -> None:
        super().__init__()
        self._cluster, self._reply = cluster, reply

    def done(self) -> bool:
        return self._reply.done()

    def result(self, timeout: float | None = None) -> Any:
        """See `Future.result`; there is no `timeout`. Raises `ClusterError` where the cluster is lost."""
        assert timeout is None, "a build waits for all its work"
        return self._cluster.awaited(self._reply)


# ── connecting ───────────────────────────────────────────────────────────────────────────────────────────────────


def _connected(address: str) -> Client:
    if not find_spec("distributed"):
        message = "`--executor` needs the library `distributed` of Dask, which is not installed."
        raise ClusterError(message, "Install it with `pip install 'counterpoint-archive[cluster]'`.")
    client: Future[Client] = Future()
    # in a thread, because Dask waits without end for the first words of what listens there
    Thread(target=_connect, args=(address, client), daemon=True).start()
    try:
        return client.result(2 * _ANSWER)
    except Exception as error:
        message = f"No scheduler of Dask answers at `{address}`."
        step = "Correct the address, or start one there: `dask scheduler`, and a `dask worker` on each machine."
        raise ClusterError(message, step) from error


def _connect(address: str, client: Future[Client]) -> None:
    from distributed import Client  # late: an extra

    # Dask tells the scheduler the processor's name, for which Python would start `uname -p` (law 15)
    vars(platform.uname()).setdefault("processor", "")
    try:
        client.set_result(Client(address, timeout=_ANSWER, set_as_default=False, direct_to_workers=False))
    except Exception as error:  # noqa: BLE001 - raised where the client is awaited; what listens may be anything
        client.set_exception(error)


def _workers(client: Client, address: str) -> list[str]:
    """The addresses of the workers, in order. Raises `ClusterError` where there are none, even after a while."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER)
    except OSError as error:  # among them Dask's own for the end of that time
        message = f"The cluster at `{address}` has no workers."
        raise ClusterError(message, f"Start some: `dask worker {address}` on each machine.") from error
    return sorted(client.nthreads())


def _lost(address: str) -> ClusterError:
    return ClusterError(f"The connection to the scheduler at `{address}` was lost.", _AGAIN)


def _refuse_another(place: str, found: _Program | Exception, own: _Program) -> None:
    """Raise `ClusterError` where a process of the cluster has another program than this one, or none."""
    if isinstance(found, Exception):
        why = f"can't run Counterpoint ({found})"
    elif found[0] != own[0]:
        why = f"runs another program than this computer ({_difference(found[1], own[1])})"
    else:
        return
    step = "Install the same versions of Python, Counterpoint and its dependencies on all machines."
    raise ClusterError(f"{place} {why}.", step)


def _difference(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """`jinja2 3.1.5 there, 3.1.6 here`; where all versions are equal, code or templates differ."""
    names = [name for name in here if there.get(name) != here[name]]
    listed = (f"{name} {there.get(name) or 'missing'} there, {here[name] or 'missing'} here" for name in names)
    return "; ".join(listed) or "its code or its templates differ"


def _are_alike(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes, owner and permissions."""
    try:
        stats = [path.stat() for path in (one, other)]
        return one.read_bytes() == other.read_bytes() and len({(s.st_uid, s.st_gid, s.st_mode) for s in stats}) == 1
    except OSError:
        return False


# ── in the cluster ───────────────────────────────────────────────────────────────────────────────────────────────

_ONE_AT_A_TIME = Lock()


def _do(call: bytes) -> Any:
    """Do what `Cluster.submit` was given.

    A worker may have several threads. They take turns: our code knows processes only, and would be no faster.
    """
    with _ONE_AT_A_TIME:
        work, arguments, named = pickle.loads(call)
        return work(*arguments, **named)


def _program() -> _Program:
    return program_digest(), program_versions()


def _copied_beside(file: str) -> str:
    """Copy a file into its own folder. Returns the name of the copy; a name that no file has where that fails."""
    copy = Path(file).with_name(f"copy-{os.urandom(16).hex()}")
    try:
        copy.write_bytes(Path(file).read_bytes())
    except OSError:
        return "failed"
    return copy.name
