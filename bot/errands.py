"""What takes longer than an answer may: workbooks are fetched, read, tried, imported, written and handed over.

Nothing of a file is logged, not even its name; what is kept of it is in `storage.chat_files`, so that any instance
can go on with it.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog

from bot import workbook_files
from bot.clock import Clock, Stopwatch
from bot.ports import FileError, Files, FileTrouble, Inbound
from bot.pressed import clean
from bot.timetable import run_named
from bot.workbook_files import ReadWorkbook
from cards.workbooks import unreadable_card
from dialogs import exports
from dialogs import workbook_errands as workbooks
from dialogs.turn import Errand, ErrandKind, Reply
from dialogs.workbook_errands import Contents
from dialogs.workbooks import ENDING, GONE
from domain.calendar import london_day
from domain.chat_files import LARGEST_FILE
from domain.errors import BadInputError
from storage.store import Actor, Store, Unit
from storage.workbook.importing import ImportReport
from storage.workbook.sheet import Progress

# Two large workbooks at once are as much as the memory should hold; whoever comes third waits.
AT_ONCE = 2
SECONDS_TO_READ = 60
SECONDS_TO_TRY = 30
# A file system takes 255 bytes, and a letter may have four.
LONGEST_NAME = 60
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]")
_log = structlog.get_logger(__name__)
T = TypeVar("T")

_NOT_FETCHED = {
    FileTrouble.TOO_LARGE: (
        f"This file is over {LARGEST_FILE // 1_000_000} MB, so I have not read it. Take out the sheets that are not "
        "the import's, or ask whoever runs auditbot to import it with 'auditbot import'."
    ),
    FileTrouble.FOREIGN_HOST: (
        "This file lies where I may not go, so I have not opened it. Send it to me from your own OneDrive, "
        "with the paper clip below."
    ),
    FileTrouble.NOT_THERE: (
        "I could not get this file: its link has run out, or leads to a page. Send it again, from a computer rather "
        "than a phone."
    ),
    FileTrouble.NO_ANSWER: "I could not fetch the file just now. Please send it again in a few minutes.",
}
TOO_LONG = (
    "This workbook takes too long to read here. Ask whoever runs auditbot to import it with 'auditbot import'. "
    "Nothing was written."
)
# What Teams takes in one piece is a little more than this, in bytes.
LARGEST_HANDED_OVER = 50_000_000
TOO_LARGE_TO_HAND_OVER = (
    "The workbook has become too large for Teams. Ask whoever runs auditbot to write it, with 'auditbot export' or "
    "'auditbot import --report'."
)
NOT_PUT = "I could not put it into your OneDrive just now. Here it is once more: please try again."
WENT_WRONG = (
    "That went wrong on our side, and nothing was written. Please try again. If it happens again, tell whoever runs "
    "auditbot."
)

IMPORT_WENT_WRONG = (
    "That went wrong on our side. Press 'How did it go?' or 'Import it' on the card: I import it again, or show that "
    "it is done. If it happens again, tell whoever runs auditbot."
)


class Errands:
    """Does what a turn left to be done.

    Args:
        store: where everything is.
        clock: the time.
        stopwatch: how long something takes.
        files: what fetches and puts files.
        wake: called when something may be owed.
    """

    def __init__(
        self, store: Store, clock: Clock, stopwatch: Stopwatch, files: Files, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._stopwatch = stopwatch
        self._files = files
        self._wake = wake
        self._room = asyncio.Semaphore(AT_ONCE)

    async def carry_out(self, inbound: Inbound, errand: Errand, card_id: str) -> Reply:
        """Do an errand; what its person is told when it is done, whatever came of it.

        Args:
            inbound: the activity from which it came.
            errand: what is to be done.
            card_id: the one-time action id for the card that comes of it.
        """
        try:
            async with self._room:
                return await self._work(inbound, errand, card_id)
        except FileError as problem:
            return Reply(text=_NOT_FETCHED[problem.trouble])
        except Exception:
            _log.exception("errand_failed", errand=errand.kind.value, file=errand.file_id)
            is_import = errand.kind in {ErrandKind.IMPORT_WORKBOOK, ErrandKind.IMPORT_OVER_TEAMS}
            return Reply(text=IMPORT_WENT_WRONG if is_import else WENT_WRONG)

    def _work(self, inbound: Inbound, errand: Errand, card_id: str) -> Coroutine[None, None, Reply]:
        match errand.kind:
            case ErrandKind.READ_WORKBOOK:
                return self._show(inbound, errand, card_id)
            case ErrandKind.IMPORT_WORKBOOK | ErrandKind.IMPORT_OVER_TEAMS:
                return self._import(inbound, errand, card_id)
            case ErrandKind.MARK_WORKBOOK:
                return self._mark(inbound, errand)
            case ErrandKind.MAKE_EXPORT:
                return self._export(inbound, errand)
            case ErrandKind.HAND_OVER:
                return self._hand_over(inbound, errand)

    async def _show(self, inbound: Inbound, errand: Errand, card_id: str, note: str = "") -> Reply:
        contents = await self._fetched(inbound, errand) if errand.file_id is None else await self._kept(inbound, errand)
        if contents is None:
            return Reply(text=GONE)
        try:
            report = await self._tried(inbound, errand, contents, await _read(contents))
        except (BadInputError, TimeoutError) as problem:
            await self._run(inbound, errand, partial(workbooks.refuse, file=contents.file))
            return Reply(unreadable_card(TOO_LONG if isinstance(problem, TimeoutError) else str(problem)))
        return workbooks.summary(contents.file, report, card_id, note)

    async def _tried(self, inbound: Inbound, errand: Errand, contents: Contents, book: ReadWorkbook) -> ImportReport:
        """What importing a workbook would do, found out where nobody else waits for it."""
        now, actor = self._clock.now(), _actor(inbound, errand, "import")
        trying = partial(workbook_files.rehearse, self._store, book, now, actor, self._until())
        report = await asyncio.to_thread(trying)
        noting = partial(workbooks.note_tried, file=contents.file, report=report)
        await self._run(inbound, errand, noting, "import")
        return report

    async def _fetched(self, inbound: Inbound, errand: Errand) -> Contents:
        [file] = inbound.files
        content = await self._files.fetch(file, LARGEST_FILE)
        name = _NOT_IN_A_NAME.sub("_", clean(file.name))[-LONGEST_NAME:]
        return await self._run(inbound, errand, partial(workbooks.keep, name=name, content=content))

    async def _kept(self, inbound: Inbound, errand: Errand) -> Contents | None:
        return await self._run(inbound, errand, partial(workbooks.contents_of, file_id=errand.file_id or 0))

    async def _import(self, inbound: Inbound, errand: Errand, card_id: str) -> Reply:
        contents = await self._kept(inbound, errand)
        if contents is None:
            return await self._run(inbound, errand, partial(workbooks.what_became_of, file_id=errand.file_id or 0))
        try:
            book = await _read(contents)
            told = "conflicts" if errand.kind is ErrandKind.IMPORT_OVER_TEAMS else "effect"
            work = partial(workbooks.import_kept, file=contents.file, workbook=book.checked, card_id=card_id)
            work = partial(work, **{told: errand.seen})
            reply = await self._run(inbound, errand, work, "import")
        except BaseException as problem:
            await self._run(inbound, errand, partial(workbooks.put_back, file=contents.file))
            if isinstance(problem, BadInputError):  # it could be read, so that somebody else was quicker
                return await self._show(inbound, replace(errand, kind=ErrandKind.READ_WORKBOOK), card_id, str(problem))
            raise
        await self._owe_notices()
        return reply

    async def _mark(self, inbound: Inbound, errand: Errand) -> Reply:
        contents = await self._kept(inbound, errand)
        if contents is None:
            return Reply(text=GONE)
        try:
            book = await _read(contents)
            report = await self._tried(inbound, errand, contents, book)
            content = await asyncio.to_thread(workbook_files.marked, contents, book.raw, report)
        except BadInputError as problem:
            return Reply(text=str(problem))
        name = f"{contents.file.name.removesuffix(ENDING)} marked{ENDING}"
        return await self._offered(inbound, errand, content, partial(exports.keep_marked, name=name, content=content))

    async def _export(self, inbound: Inbound, errand: Errand) -> Reply:
        now = self._clock.now()
        name = f"auditbot-{london_day(now)}{ENDING}"
        actor = _actor(inbound, errand)
        try:
            content, report = await asyncio.to_thread(workbook_files.export, self._store, name, now, actor)
        except BadInputError as problem:
            return Reply(text=str(problem))
        keep = partial(exports.keep_export, name=name, content=content, report=report)
        return await self._offered(inbound, errand, content, keep)

    async def _offered(self, inbound: Inbound, errand: Errand, content: bytes, keep: Callable[[Unit], Reply]) -> Reply:
        if len(content) > LARGEST_HANDED_OVER:
            return Reply(text=TOO_LARGE_TO_HAND_OVER)
        return await self._run(inbound, errand, keep)

    async def _hand_over(self, inbound: Inbound, errand: Errand) -> Reply:
        contents = await self._kept(inbound, errand)
        if contents is None or inbound.upload_place is None:
            return Reply(text=exports.GONE)
        try:
            await self._files.put(inbound.upload_place, contents.content)
        except FileError:
            return exports.offer(contents.file, NOT_PUT)
        return await self._run(inbound, errand, partial(exports.handed_over, file=contents.file))

    async def _owe_notices(self) -> None:
        try:
            await run_named(self._store, self._clock, "allocation_notices", self._clock.now())
        except Exception:
            # The workbook is imported all the same, and the timetable does this every few minutes.
            _log.exception("notices_not_owed")
        self._wake()

    def _until(self) -> Progress:
        """Stops a dry run that lasts too long: it is undone whole."""
        end = self._stopwatch.seconds() + SECONDS_TO_TRY

        def check(_sheet: str, _done: int, _total: int) -> None:
            if self._stopwatch.seconds() > end:
                raise TimeoutError

        return check

    async def _run(self, inbound: Inbound, errand: Errand, work: Callable[[Unit], T], source: str = "chat") -> T:
        return await self._store.run(work, self._clock.now(), _actor(inbound, errand, source))


def _actor(inbound: Inbound, errand: Errand, source: str = "chat") -> Actor:
    return Actor(source, errand.person_id, inbound.object_id or None)


async def _read(contents: Contents) -> ReadWorkbook:
    """The workbook in the bytes that are kept, read and checked on a thread of its own.

    Raises:
        BadInputError: it is none that can be read.
        TimeoutError: that took too long.
    """
    async with asyncio.timeout(SECONDS_TO_READ):
        return await asyncio.to_thread(workbook_files.read, contents)
