"""The words and limits of files that go to and fro in chat: the workbook that QA sends, and what QA is handed."""

from datetime import timedelta
from enum import StrEnum

# In bytes. A council's ten years fit into it many times over, and it is read into memory whole.
LARGEST_FILE = 25_000_000
# For how long a file is kept for somebody to press a button; what is done with is erased at once.
KEPT = timedelta(days=1)


class ChatFileKind(StrEnum):
    """What a file is for."""

    WORKBOOK = "workbook"  # came from QA, to be imported
    EXPORT = "export"  # the whole store as a workbook, to be handed to QA
    REPORT = "report"  # a workbook with its problems marked, to be handed back


class ChatFileOutcome(StrEnum):
    """How a file ended. One that has not ended yet waits for somebody, until it expires."""

    IMPORTED = "imported"
    NOT_IMPORTED = "not_imported"  # somebody chose so
    REFUSED = "refused"  # it was no workbook, or one that can't be read
    HANDED_OVER = "handed_over"
    DECLINED = "declined"  # its reader did not want it after all
