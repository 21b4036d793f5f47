"""Words in every sealed column of every table."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from storage import answers, codes, groups, inbox, outbox, people
from storage.coming_back_tables import contribution
from storage.db import Database
from storage.group_tables import chosen_step, round_, shown
from storage.sending_tables import broadcast, voice
from storage.tables import address

NUMBER, CODE = "31611122233", "QXJ7MRTP"
# What stands where. Words of their own, so that it is told which column lets them through.
PLANTED = {
    ("person", "name"): "Bijnaam Zonnebloem",
    ("address", "external_id"): NUMBER,
    ("conversation", "state"): "een geheime plek",
    ("answer", "words"): "wij helpen elkaar met geld",
    ("remark", "words"): "maar niet iedereen doet mee",
    ("message", "body"): "lieve buurvrouw, hoe gaat het",
    ("inbox", "body"): "een raar bericht van haar",
    ("group", "name"): "Vrouwen van de Zuiderzeestraat",
    ("code", "code"): CODE,
    ("shown", "words"): "samen koken en dan praten",
    ("address", "also_id"): "NL.13491208655302741918",
    ("broadcast", "digest"): "0c7d2a9be1",
    ("broadcast", "body"): "morgen is er koffie in de buurtkamer",
    ("contribution", "words"): "bij ons hielp het om samen te eten",
    ("contribution", "edited"): "samen eten hielp bij ons",
    ("voice", "media_id"): "1037543291543636",
    ("voice", "body"): "zo klinkt haar stem in de opname",
}

VOICE = {
    "prompt": "regels.samen",
    "minority": False,
    "channel": "whatsapp",
    "media_id": PLANTED["voice", "media_id"],
    "kind": "audio/ogg",
    "body": PLANTED["voice", "body"].encode(),
    "status": "kept",
}


async def plant(database: Database, now: datetime) -> UUID:
    """Put them there, as the program does. Returns whose they are."""
    async with database.write() as connection:
        await people.meet(connection, "telegram", NUMBER, now)
        found = await people.lock(connection, "telegram", NUMBER)
        assert found is not None
        await people.call(connection, found.person_id, PLANTED["person", "name"])
        await people.remember(connection, found.person_id, {"place": PLANTED["conversation", "state"]}, now)
        group = await groups.make(connection, PLANTED["group", "name"], 3, now.date())
        await groups.add(connection, group, found.person_id, groups.COORDINATOR, now.date())
        await codes.make(connection, lambda: CODE, codes.INVITE, now, group_id=group)
        values = {"plan": 3, "version": "12345678", "anonymous": True, "joint": False, "threshold": 3, "opened_on": now.date()}
        new = insert(round_).values(group_id=group, closes_at=now + timedelta(days=9), **values).returning(round_.c.id)
        round_id = int((await connection.execute(new)).scalar_one())
        step = {"group_id": group, "plan": 3, "step": "afspraken", "status": "busy", "changed_on": now.date()}
        await connection.execute(insert(chosen_step).values(person_id=found.person_id, **step))
        for sheet in (None, round_id):
            submission = await answers.begin(connection, found.person_id, 3, "12345678", now, sheet)
            await answers.keep(connection, submission, answers.Kept("regels.samen", (), None, PLANTED["answer", "words"], done=True))
            await answers.keep_remark(connection, submission, "regels.samen", PLANTED["remark", "words"], minority=sheet is not None)
            row = {"submission_id": submission, "prompt": "regels.samen", "options": [], "words": PLANTED["shown", "words"]}
            await connection.execute(insert(shown).values(row))
            await connection.execute(insert(voice).values(id=uuid4(), submission_id=submission, **VOICE))
        other = PLANTED["address", "also_id"]
        await connection.execute(update(address).where(address.c.id == found.address_id).values(also_lookup=other, also_id=other))
        sent = {"group_id": group, "person_id": found.person_id, "address_id": found.address_id, "left_out": {}}
        same = {"lookup": PLANTED["broadcast", "digest"], "digest": PLANTED["broadcast", "digest"]}
        text = {"kind": "words", "text": PLANTED["broadcast", "body"]}
        await connection.execute(insert(broadcast).values(body=text, status="waiting", made_at=now, due_at=now, **sent, **same))
        words = {name: PLANTED["contribution", name] for name in ("words", "edited")}
        given = {"kind": "experience", "plan": 3, "language": "nl", "status": "proposed", "made_at": now}
        await connection.execute(insert(contribution).values(person_id=found.person_id, **given, **words))
        body = {"message": {"text": PLANTED["message", "body"]}}
        await outbox.show(connection, [outbox.Draft(str(uuid4()), found.person_id, found.address_id, "web", body)], now)
        await inbox.receive(connection, "telegram", "1", now, aside=PLANTED["inbox", "body"], person_id=found.person_id)
    return found.person_id
