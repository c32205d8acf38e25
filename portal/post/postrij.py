"""The queue of mail for its sender: what is due, how a try ended, what is not tried any more.

A try is written down before it is made, its result afterwards. A crash in between sends a mail
twice, later, never not at all; and a sender that cannot write does not send the same mail again
each minute. Writing it down is also what makes the mail ours: two senders, of which one lost the
lock of the job with its connection, never send the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clock import from_text, later, to_text
from portal.crypto.vault import Vault
from portal.outbound.retry import is_last, wait_after
from portal.storage.database import PortalDatabase
from portal.storage.rows import update
from portal.terugbellen.rijen import mailrij, roosterstore, verzoekrij
from portal.terugbellen.rijen.mailrij import ONDERWEG, Mailsoort, bewijzen
from portal.terugbellen.waarden.tijdvakken import in_openingstijd
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek

NET = timedelta(days=2)  # a mail so shortly before the conversation is reminder enough
MAX_TEGELIJK = 200  # in one run; the rest is sent the next minute


@dataclass(frozen=True, slots=True)
class Post:
    """One mail in the queue. `pogingen`: the tries before this one."""

    id: int
    verzoek_id: int
    soort: Mailsoort
    pogingen: int
    fout: str


class Postrij:
    """For one sender at a time. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def herinner(self, nu: datetime) -> None:
        """Queues a reminder for everybody who is phoned within a day and confirmed their address.

        Not for those we wrote to in the two days before the conversation.
        """
        with self._bestand.write() as db:
            vraag = (
                "select v.id, v.begin, max(m.gemaakt_op) filter (where m.soort not in (?, ?))"
                " from verzoek v join mail m on m.verzoek = v.id"
                " where v.status = 'open' and v.email_bevestigd = 1"
                " and v.begin > ? and v.begin <= ?"
                " group by v.id, v.begin having count(*) filter (where m.status = 'verzonden') > 0"
            )
            morgen = to_text(later(nu, timedelta(days=1)))
            zonder = (Mailsoort.OOK_GEVRAAGD.value, Mailsoort.NUMMER.value)
            waarden = [*zonder, to_text(nu), morgen]
            for id_, begin, geschreven in db.execute(vraag, waarden).fetchall():
                if geschreven is None or from_text(geschreven) <= later(from_text(begin), -NET):
                    mailrij.zet(db, id_, Mailsoort.HERINNERING, nu)

    def te_versturen(self, nu: datetime) -> Sequence[Post]:
        """What is due: of each request the longest due first, then of each the next."""
        beurt = "row_number() over (partition by verzoek order by volgende_op, id)"
        waar = f"status = 'wacht' and volgende_op <= ? order by {beurt}, volgende_op, id limit ?"
        return self._lees(waar, to_text(nu), MAX_TEGELIJK)

    def mislukt(self) -> Sequence[Post]:
        """The mails that are not tried any more."""
        return self._lees("status = 'mislukt' order by id")

    def verzoek(self, post: Post) -> Verzoek | None:
        """The request it is about, as it is now; None if that was deleted. Raises VaultError."""
        with self._bestand.read() as db:
            gevonden = verzoekrij.lees(db, self._kluis, "id = ?", [post.verzoek_id])
        return gevonden[0] if gevonden else None

    def verwezen(self, post: Post) -> str:
        """To whom the resident was sent on in the last call: `img ncg`, or empty."""
        vraag = "select verwezen from poging where verzoek = ? order by id desc limit 1"
        with self._bestand.read() as db:
            rij = db.execute(vraag, [post.verzoek_id]).fetchone()
        return str(rij[0]) if rij else ""

    def bewijs(self, verzoek: Verzoek) -> str:
        """With which the reader of a mail can confirm the address; empty when that was done."""
        return "" if verzoek.email_bevestigd else bewijzen(self._kluis, verzoek.uid)[0]

    def klopt_nog(self, soort: Mailsoort, verzoek: Verzoek, nu: datetime) -> bool:
        """Whether a mail of this kind is still true for the request as it is now."""
        if soort is Mailsoort.NUMMER:
            return True  # also of one that was closed at once: who did that may have had a reason
        if soort is Mailsoort.INGETROKKEN:
            return verzoek.status is Status.INGETROKKEN
        if soort is Mailsoort.NA_GESPREK:
            return verzoek.sluitreden is Sluitreden.GESPROKEN
        if verzoek.status is not Status.OPEN or nu >= verzoek.tijdvak.eind:
            return False
        with self._bestand.read() as db:
            past = in_openingstijd(roosterstore.lees(db), verzoek.tijdvak)
        wij_bellen = past and not verzoek.elders
        klopt = {Mailsoort.PAST_NIET: not past, Mailsoort.HERINNERING: wij_bellen}
        return klopt.get(soort, True)

    def begin_poging(self, post: Post, nu: datetime) -> bool:
        """Whether it is ours to send; False when somebody else tried it since we read it.

        Call it before reading the request: a change from then on queues a mail of its own.
        """
        vraag = (
            "update mail set pogingen = ?, volgende_op = ?, fout = ?"
            " where id = ? and status = 'wacht' and pogingen = ? returning id"
        )
        poging = [post.pogingen + 1, to_text(later(nu, wait_after(post.pogingen))), ONDERWEG]
        with self._bestand.write() as db:
            return bool(db.execute(vraag, [*poging, post.id, post.pogingen]).fetchall())

    def is_verzonden(self, post: Post) -> None:
        """The mail server has it."""
        self._zet(post.id, status="verzonden", fout="")

    def is_vervallen(self, post: Post) -> None:
        """What it would say is no longer true."""
        self._zet(post.id, status="vervallen", fout="")

    def is_mislukt(self, post: Post, fout: str, *, voorgoed: bool) -> bool:
        """`fout` has no personal data. True if there is no next try: `voorgoed`, or none left."""
        voorgoed = voorgoed or is_last(post.pogingen)
        self._zet(post.id, status="mislukt" if voorgoed else "wacht", fout=fout)
        return voorgoed

    def opnieuw(self, id_: int, nu: datetime) -> bool:
        """Queues a failed mail anew; False if there is none with this id."""
        if id_ not in {post.id for post in self.mislukt()}:
            return False
        self._zet(id_, status="wacht", pogingen=0, volgende_op=to_text(nu))
        return True

    def _lees(self, waar: str, *waarden: str | int) -> Sequence[Post]:
        with self._bestand.read() as db:
            rijen = db.execute(
                f"select id, verzoek, soort, pogingen, fout from mail where {waar}",  # noqa: S608 - our own
                waarden,
            ).fetchall()
        return [Post(id_, over, Mailsoort(soort), *rest) for id_, over, soort, *rest in rijen]

    def _zet(self, id_: int, **kolommen: str | int) -> None:
        with self._bestand.write() as db:
            update(db, "mail", id_, kolommen)
