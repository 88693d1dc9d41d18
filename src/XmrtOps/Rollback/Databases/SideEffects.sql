-- By what a statement could reach out of its transaction: extensions that can, and triggers that run.
-- $1 names of tables as SQL writes them, as text[]
-- In psql: this text, then  \bind '{public.webhook_logs}' \g
SELECT ARRAY(
           SELECT e.extname::text
           FROM pg_catalog.pg_extension e
           WHERE e.extname IN ('dblink', 'http', 'postgres_fdw', 'wrappers', 'plpython3u', 'plperlu', 'pg_background', 'aws_lambda')
           ORDER BY 1),
       ARRAY(
           SELECT DISTINCT t.tgname || ' of ' || t.tgrelid::regclass
           FROM unnest($1::text[]) AS w (name)
           JOIN pg_catalog.pg_trigger t ON t.tgrelid = to_regclass(w.name)
           WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
           ORDER BY 1),
       ARRAY(SELECT v.evtname::text FROM pg_catalog.pg_event_trigger v WHERE v.evtenabled <> 'D' ORDER BY 1)
