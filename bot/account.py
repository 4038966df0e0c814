"""Under which account of this machine a command is given."""

import os
import pwd


def account_here() -> str:
    """The name of the account, or its number where it has none, for the record."""
    # What the machine says, not what LOGNAME does. A container may run under a number that has no name.
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
