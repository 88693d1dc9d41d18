-- How many checkpoints were on time, and how many were forced? One row. Up to PostgreSQL 16.
-- No parameters; runs in psql as it stands.
SELECT b.checkpoints_timed AS timed, b.checkpoints_req AS requested, b.stats_reset
FROM pg_catalog.pg_stat_bgwriter b
