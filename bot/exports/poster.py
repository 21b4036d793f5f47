"""An invitation as a page for the wall: the group's name, a QR code, the code in large letters, and the links."""

from io import BytesIO

from bot.dialogue.facts import InvitePage
from bot.dialogue.here import Here
from bot.exports import round as told
from bot.exports.paper import Given, pdf, words


def poster(here: Here, invite: InvitePage) -> bytes:
    """The file, of an invitation with a code. Raises Unprintable."""
    return pdf("poster", given(here, invite))


def given(here: Here, invite: InvitePage) -> Given:
    """What stands on the page."""
    rtl = told.right_to_left(here)

    link = invite.links[-1][1] if invite.links else ""  # the web's, which opens for everybody, comes last
    return {
        "rtl": rtl,
        "lang": here.state.language,
        "title": words(invite.group.name),
        "foot": words(""),
        "call": words(here.t("Doe je mee met onze groep?")),
        "say": words(here.t("Samen maken we onze groep sterker.")),
        "qr": _qr(link) if link else "",
        "alt": words(here.t("Een plaatje dat een telefoon kan lezen. Het opent: {link}").format(link=link)),
        "scan": words(here.t("Richt de camera van je telefoon op dit plaatje.") if link else ""),
        "type": words(here.t("Of typ deze code bij Stappenbot:")),
        "code": invite.code,
        "links": [[words(name), words(address), address] for name, address in invite.links],
        "free": words(here.t("Meedoen is gratis. Je kunt altijd stoppen.")),
    }


def _qr(text: str) -> str:
    import segno  # here, as few processes print

    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", scale=8, border=4, xmldecl=False)
    return out.getvalue().decode()
