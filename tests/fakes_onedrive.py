"""Where Teams keeps files: what people send to a bot, and what they let it put there."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aiohttp import web

DOWNLOAD_TYPE = "application/vnd.microsoft.teams.file.download.info"
OFFER_TYPE = "application/vnd.microsoft.teams.card.file.consent"
FILE_TYPE = "application/vnd.microsoft.teams.card.file.info"


class FakeOneDrive:
    """Files by their path. Whoever has an address of one may fetch it: no token is asked for.

    Attributes:
        files: what lies there.
        served_as: the content type with which everything is served.
        says_sizes: whether it says beforehand how large a file is.
        put_with: the `Content-Range` of each file that was put, by its path.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.served_as = "application/octet-stream"
        self.says_sizes = True
        self.put_with: dict[str, str] = {}
        self.url = ""

    def address(self, name: str) -> str:
        """The address that opens a file to whoever has it."""
        return f"{self.url}/onedrive/{name}?tempauth=v1.secret"

    def attachment(self, name: str, url: str = "") -> dict[str, Any]:
        """A file as Teams says of it in a message: `url` in place of its own address."""
        return {
            "contentType": DOWNLOAD_TYPE,
            "contentUrl": f"{self.url}/personal/{name}",
            "name": name,
            "content": {
                "downloadUrl": url or self.address(name),
                "uniqueId": str(uuid5(NAMESPACE_URL, name)),
                "fileType": name.rpartition(".")[2],
            },
        }

    def upload_info(self, name: str) -> dict[str, str]:
        """The place that Teams makes for a file which a person has taken."""
        return {
            "contentUrl": f"{self.url}/personal/{name}",
            "name": name,
            "uploadUrl": self.address(name),
            "uniqueId": str(uuid5(NAMESPACE_URL, name)),
            "fileType": name.rpartition(".")[2],
        }

    async def download(self, request: web.Request, _body: Any) -> web.Response:
        """A file is fetched."""
        content = self.files.get(request.match_info["file"])
        if content is None:
            return web.Response(status=404)
        response = web.Response(body=content, content_type=self.served_as)
        if not self.says_sizes:
            response.enable_chunked_encoding()
        return response

    async def upload(self, request: web.Request, body: Any) -> web.Response:
        """A file is put."""
        name = request.match_info["file"]
        self.files[name] = body
        self.put_with[name] = request.headers.get("Content-Range", "")
        return web.json_response({"id": name}, status=201)
