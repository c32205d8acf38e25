create index verzoek_gemaakt_op on verzoek (gemaakt_op, via) where status = 'open'
