"""The tables of the coordinators' pages: links that log in, and who is logged in on which device."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, String, Table, Uuid

from storage.columns import BigId, Moment, metadata

# A link that logs in once. Its key stands nowhere; as nobody can guess it, a hash without a secret is enough, here and below.
login = Table(
    "login",
    metadata,
    Column("lookup", String(64), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="CASCADE"), nullable=False, index=True),  # where she asked for it
    Column("ends_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Who holds a cookie. The address is where she asked for the link: there she is told what comes of what she sends.
session = Table(
    "session",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("lookup", String(64), nullable=False, unique=True),  # a hash of the cookie, which stands nowhere
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("device", String(60), nullable=False),  # as she would call it: 'Chrome, Android'
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)
