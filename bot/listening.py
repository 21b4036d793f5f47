"""Takes the port where pages and webhooks are served, and says in one sentence why it can't be had."""

import errno
import socket

from bot.opening import Wrong
from bot.settings import PREFIX, Misset, Settings


def listen(settings: Settings) -> socket.socket:
    """Take the port. Raises Misset and Wrong."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = None
    try:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
    except (OSError, UnicodeError) as error:
        if listening:
            listening.close()
        raise _unheard(settings, error) from error
    return listening


def _unheard(settings: Settings, error: OSError | UnicodeError) -> Misset | Wrong:
    """Why we can't listen: the host is not ours, or the port is taken."""
    nowhere = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    if isinstance(error, (socket.gaierror, UnicodeError)) or error.errno in nowhere:
        remedy = "Set it to 127.0.0.1 for this machine only, or to 0.0.0.0 for its whole network."
        return Misset(f"{PREFIX}HOST is '{settings.host}', which is no address of this machine. {remedy}")
    where = f"{settings.host}:{settings.port}"
    return Wrong(f"{where} can't be used ({error.strerror}). Stop what runs there, or set {PREFIX}PORT or {PREFIX}HOST.")
