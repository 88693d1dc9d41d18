-- How many checkpoints were on time, and how many were forced? One row. From PostgreSQL 17 on.
-- No parameters; runs in psql as it stands.
SELECT c.num_timed AS timed, c.num_requested AS requested, c.stats_reset
FROM pg_catalog.pg_stat_checkpointer c
