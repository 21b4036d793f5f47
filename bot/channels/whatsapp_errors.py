"""What Meta's errors mean to us: of a call, and of a message that it took and could not deliver."""

import re
from typing import Any

from bot.channels.base import SendError

DAY = 24 * 3600.0
LATER = 5.0  # seconds until the next try, when everything must slow down
STEP = 4.0  # seconds, raised to the power of the attempts, when one person got too much at once
TOKEN = (0, 190)
RIGHTS = (3, 10, *range(200, 300))
TOO_MANY = (4, 17, 32, 613, 80007, 130429)
TROUBLE = (1, 2, 131000, 131016, 131057, 133004)  # on Meta's side, or for a while only
TEMPORARY = (408, 425, 503)  # of answers without a code: it was not even looked at
NOT_THERE = (131026, 131021, 131030)
TEMPLATES = {
    132000: "has another number of gaps than we filled",
    132001: "does not exist in her language, or Meta has not approved it",
    132005: "became too long with its gaps filled",
    132007: "was refused: its words break Meta's rules",
    132012: "has gaps of another shape than we filled",
    132015: "is paused, as people marked it as unwanted",
    132016: "was switched off for good, as people marked it as unwanted",
}
OF_TEMPLATES = range(132000, 132017)


class Unknown(SendError):
    """Meta does not know the number, account or file that it was asked about, or does not show it to us."""


def of_answer(status: int, payload: Any) -> SendError:
    """What an answer other than yes means. `payload` is its body, as JSON if it was that."""
    error = payload.get("error") if isinstance(payload, dict) else None
    code, subcode = _code(error), error.get("error_subcode") if isinstance(error, dict) else None
    if code is None:
        return _of_status(status)
    if status >= 500 and not _is_known(code):
        return SendError(f"Meta is in trouble ({code})")
    if (code, subcode) == (100, 33):
        remedy = "Correct WHATSAPP_PHONE_ID or WHATSAPP_BUSINESS_ID."
        return Unknown(f"Meta knows no such number or account, or the token may not see it. {remedy}", alarm=True)
    return of_code(code, error)


def of_status(errors: Any) -> SendError:
    """Why a message has failed that was taken before; `errors` stand in its status."""
    for error in errors if isinstance(errors, list) else []:
        code = _code(error)
        if code is not None:
            return of_code(code, error)
    return SendError("it failed, and Meta does not say why", permanent=True)


def of_code(code: int, error: Any = None) -> SendError:
    """What one of Meta's codes means."""
    if code in OF_TEMPLATES:
        why = TEMPLATES.get(code, "can't be used")
        return SendError(f"the template {why} ({code}). Run `stappenbot whatsapp templates check`.", permanent=True)
    if code in TOO_MANY:
        return SendError(f"too many messages at once ({code})", slower=True, retry_after=LATER)
    if code in TOKEN:
        return SendError(f"Meta refuses the token ({code}). Set WHATSAPP_TOKEN to a new one.", alarm=True)
    if code in RIGHTS:
        return SendError(f"the token may not do this ({code}). Give its system user the rights to send messages.", alarm=True)
    if code in TROUBLE:
        return SendError(f"Meta is in trouble ({code})")
    if code in NOT_THERE:
        return SendError(f"she can't be reached on WhatsApp ({code})", unreachable=True)
    return _about_her(code) or _about_us(code) or SendError(f"refused: {_title(error)} ({code})", permanent=True)


def _about_her(code: int) -> SendError | None:
    match code:
        case 131047:
            return SendError("she has not written for a day, so only a template may be sent (131047)", permanent=True, needs_template=True)
        case 131049:
            return SendError("Meta sends her no more of this today (131049)", retry_after=DAY)
        case 131050:
            return SendError("she told WhatsApp that she wants no more of this (131050)", permanent=True, stopped=True)
        case 131056:
            return SendError("too many messages to her at once (131056)", retry_after=STEP, grows=True)
    return None


def _about_us(code: int) -> SendError | None:
    match code:
        case 131048:
            return SendError(
                "people marked our messages as unwanted, so Meta holds them back (131048). See the number's quality.", halts=True
            )
        case 368 | 131031:
            remedy = "See what Meta says in the Business Manager."
            return SendError(f"Meta has locked the account ({code}). {remedy}", halts=True, alarm=True)
        case 133010 | 133016 | 131045:
            return SendError(f"the number is not registered ({code}). Register it in the Business Manager.", alarm=True)
        case 131005:
            return SendError("the token may not use this number (131005). Assign the account to its system user.", alarm=True)
        case 131037:
            return SendError("Meta has not approved the number's name (131037). See the number in the WhatsApp Manager.", alarm=True)
        case 131042:
            return SendError("Meta can't be paid (131042). See the payment settings in the Business Manager.", halts=True, alarm=True)
    return None


def _of_status(status: int) -> SendError:
    if status == 401:
        return SendError("Meta refuses the token. Set WHATSAPP_TOKEN to a new one.", alarm=True)
    if status == 429:
        return SendError("too many messages at once", slower=True, retry_after=LATER)
    if status in (403, 404):  # Meta says why it refuses a message: this is about all of them
        remedy = "Correct WHATSAPP_API_URL and WHATSAPP_PHONE_ID, and see whether a firewall lets us out."
        return SendError(f"whoever answers at Meta's address takes no messages ({status}). {remedy}", alarm=True)
    if status in TEMPORARY or 300 <= status < 400:
        return SendError("Meta can't be reached, or is in trouble")
    if 400 <= status < 500:
        return SendError("refused: no reason given", permanent=True)
    return SendError("no answer that says whether it was taken", ambiguous=True)


def _is_known(code: int) -> bool:
    known = (*TOO_MANY, *TOKEN, *RIGHTS, *TROUBLE, *NOT_THERE, *OF_TEMPLATES)
    return code in known or (_about_her(code) or _about_us(code)) is not None


def _code(error: Any) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _title(error: Any) -> str:
    """The beginning of Meta's own sentence: what follows may repeat what somebody wrote, or her number."""
    said = error.get("title") or error.get("message") if isinstance(error, dict) else None
    found = re.match(r"(?:\(#\d{1,6}\)\s*)?([A-Za-z' -]{1,80})", said) if isinstance(said, str) else None
    return found[1].strip() if found and found[1].strip() else "no reason given"
