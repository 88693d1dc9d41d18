-- Which database of the cluster is nearest to running out of transaction ids? One row.
-- No parameters; runs in psql as it stands. Needs no privilege. Databases that refuse connections count too.
SELECT datname::text AS database,
       age(datfrozenxid)::bigint AS transaction_age,
       mxid_age(datminmxid)::bigint AS multixact_age,
       current_setting('autovacuum_freeze_max_age')::bigint AS freeze_max_age
FROM pg_catalog.pg_database
ORDER BY greatest(age(datfrozenxid), mxid_age(datminmxid)) DESC, datname
LIMIT 1;
