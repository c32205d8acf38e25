"""Counts per day and per uitkomst that stay when the requests themselves are deleted. No personal datum."""

from collections.abc import Sequence

from sqlite_utils import Database

# One row for each request: the day it was filed (Dutch time), whether it was reached, at which attempt, after how many minutes.
PER_VERZOEK = """
select v.id, substr(datetime(v.gemaakt_op), 1, 10) as dag, v.uitkomst,
  exists (select 1 from poging p where p.verzoek = v.id and p.resultaat = 'gesproken') as gesproken,
  coalesce((select p.resultaat = 'gesproken' from poging p where p.verzoek = v.id order by p.id limit 1), 0) as eerste_keer,
  coalesce((select (unixepoch(min(p.op)) - unixepoch(v.gemaakt_op)) / 60 from poging p where p.verzoek = v.id), 0) as wacht
from verzoek v
"""


def bewaar(db: Database, verzoek_ids: Sequence[int]) -> None:
    """Adds these requests to the counts, in the transaction that deletes them."""
    db.execute(
        "insert into telling (dag, uitkomst, verzoeken, eerste_keer_gesproken, gesproken, wacht_minuten)"  # noqa: S608 - question marks
        f" select dag, uitkomst, count(*), sum(eerste_keer), sum(gesproken), sum(wacht) from ({PER_VERZOEK})"
        f" where id in ({', '.join('?' * len(verzoek_ids))}) group by dag, uitkomst"
        " on conflict (dag, uitkomst) do update set verzoeken = verzoeken + excluded.verzoeken,"
        " eerste_keer_gesproken = eerste_keer_gesproken + excluded.eerste_keer_gesproken,"
        " gesproken = gesproken + excluded.gesproken, wacht_minuten = wacht_minuten + excluded.wacht_minuten",
        list(verzoek_ids),
    )
