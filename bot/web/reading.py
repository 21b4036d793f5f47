"""Reads what a platform posts, with a limit."""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request


async def whole(request: Request, most: int) -> bytes:
    """The body, of so many bytes at most. Its size is found out while reading: the header may lie. Raises HTTPException."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)


def as_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that it is. None: it is none."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
