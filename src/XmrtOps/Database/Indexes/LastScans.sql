-- When indexes were last scanned; the index of a partitioned table by any of its parts (PostgreSQL 16 and later).
-- $1 the indexes' OIDs, as bigint[]
-- In psql: this text, then  \bind '{16384}' \g
WITH RECURSIVE branch AS (
    SELECT o.oid AS root, o.oid AS leaf FROM unnest($1::bigint[]::oid[]) o(oid)
    UNION ALL
    SELECT b.root, i.inhrelid FROM branch b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.leaf
)
SELECT b.root::bigint, max(pg_catalog.pg_stat_get_lastscan(b.leaf)) FROM branch b GROUP BY b.root
