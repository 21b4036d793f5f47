"""A recording for the browser's own player, which asks for it piece by piece."""

import re

from starlette.responses import Response

_PIECE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def played(body: bytes, kind: str, asked: str, headers: dict[str, str]) -> Response:
    """All of it, or the piece that a `Range` header asks for: some phones play nothing that they can't get in pieces."""
    also = {**headers, "Accept-Ranges": "bytes"}
    found = _PIECE.fullmatch(asked)
    if found is None:
        return Response(body, media_type=kind, headers=also)
    first, last = int(found[1]), min(int(found[2] or len(body)), len(body) - 1)
    if first > last:
        return Response(status_code=416, headers={**also, "Content-Range": f"bytes */{len(body)}"})
    piece = {"Content-Range": f"bytes {first}-{last}/{len(body)}"}
    return Response(body[first : last + 1], 206, media_type=kind, headers={**also, **piece})
