"""Whether the service in this container can do its work: exit 0 if it says so, 1 otherwise. The image has no curl."""

import os
import sys
from http.client import HTTPConnection, HTTPException

SECONDS = 6


def main() -> int:
    """Ask `/health/ready` on this machine; the exit code."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("AUDITBOT_PORT") or 3978), timeout=SECONDS)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        sys.stdout.write(answer.read(2000).decode(errors="replace") + "\n")
    except (OSError, HTTPException) as problem:
        sys.stdout.write(f"The service does not answer: {type(problem).__name__}.\n")
        return 1
    finally:
        connection.close()
    return int(answer.status != 200)


if __name__ == "__main__":
    sys.exit(main())
