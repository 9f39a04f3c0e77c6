"""The contest: our service and its rivals, asked the same in turns."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bare, machine, nginx, plain
from benchmarks.asked import Document
from benchmarks.process import Answer, Server, darial, served
from benchmarks.question import Question, question

OURS, BARE, PLAIN, NGINX = "ours", "bare", "plain", "nginx"

MOMENT_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The servers, all on one core; we are on the others. `answers` are ours, by document."""

    servers: Mapping[str, Server]
    answers: Mapping[Document, Answer]
    notes: Sequence[str]

    def asked(self, name: str, document: Document, *, unchanged: bool) -> Question:
        """Give how a server is asked for a document, with the tag it gave out or without."""
        server, path = self.servers[name], document.path
        if name in {BARE, NGINX}:
            _, mark, query = path.partition("?")
            path = f"{self._path(document, unchanged=unchanged and name == BARE)}{mark}{query}"
        headers = {"accept-encoding": document.coding}
        if unchanged:
            headers["if-none-match"] = server.ask(path, headers).etag
        return question(server, path, headers)

    def most(self, name: str, document: Document) -> int:
        """Give how many connections a server can answer within a moment.

        The plain way makes one answer after the other; of too many it would be busy with those of
        one round long after it, and hang up on the last ones.
        """
        if name != PLAIN:
            return sys.maxsize
        seconds = min(self.servers[name].ask(document.path).seconds for _ in range(3))
        return max(1, int(MOMENT_S / seconds))

    def _path(self, document: Document, *, unchanged: bool) -> str:
        return _path(list(self.answers).index(document), unchanged=unchanged)


@contextmanager
def contest(folder: Path, documents: Sequence[Document]) -> Iterator[Contest]:
    """Start the servers on the shipped archive, nginx where it is installed, and end them."""
    with ExitStack() as stack:
        cores = machine.cores()
        core = cores[0] if len(cores) > 1 else None
        ours = stack.enter_context(darial(folder / "archive.db", "--prepare", core=core))
        answers = {each: _answer(ours, each) for each in documents}
        servers, notes = {OURS: ours}, list[str]()
        bare.save(dict(_bare_answers(ours, answers)), folder / "bare.json")
        plain.save({each.path: ours.ask(each.path).body for each in documents}, folder / "plain.db")
        for name, file in ((BARE, "bare.json"), (PLAIN, "plain.db")):
            rival = served(f"benchmarks.{name}", str(folder / file), core=core)
            servers[name] = stack.enter_context(rival)
        _compare(ours, documents, servers[PLAIN])
        if nginx.present():
            files = {_path(n): answer for n, answer in enumerate(answers.values())}
            servers[NGINX] = stack.enter_context(nginx.serving(folder, files, core))
            notes += _configuration(folder)
        machine.pin(0, set(cores[1:]))
        stack.callback(machine.pin, 0, set(cores))
        yield Contest(servers=servers, answers=answers, notes=notes)


def _configuration(folder: Path) -> list[str]:
    text = (folder / nginx.FILE).read_text(encoding="utf-8").replace(str(folder), "FOLDER")
    return ["nginx's configuration:", *(f"  {line}" for line in text.splitlines())]


def _answer(ours: Server, document: Document) -> Answer:
    """Ask for a document; raises RuntimeError unless it comes in the form that is asked for."""
    answer = ours.ask(document.path, {"accept-encoding": document.coding})
    coding = dict(answer.headers).get("content-encoding", "identity")
    if coding != document.coding or not answer.etag:
        raise RuntimeError(f"{document}: came as {coding}, with {dict(answer.headers)}")
    return answer


def _bare_answers(ours: Server, answers: Mapping[Document, Answer]) -> Iterator[tuple[str, Answer]]:
    for number, (document, answer) in enumerate(answers.items()):
        told = {"accept-encoding": document.coding, "if-none-match": answer.etag}
        yield _path(number), answer
        yield _path(number, unchanged=True), ours.ask(document.path, told)


def _path(number: int, *, unchanged: bool = False) -> str:
    return f"/{number}{'/unchanged' if unchanged else ''}"


def _compare(ours: Server, documents: Sequence[Document], plainly: Server) -> None:
    """Raise RuntimeError unless the plain way says the same as we do."""
    for path in {each.path for each in documents}:
        told, held = (json.loads(server.ask(path).body) for server in (plainly, ours))
        if [_told(row) for row in told["data"]] != [_told(row) for row in held["data"]]:
            raise RuntimeError(f"the plain way answers something else for {path}")


def _told(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}
