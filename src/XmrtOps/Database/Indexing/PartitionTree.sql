-- Which tables make up the table with the oid $1, itself first, each after the one that it is a partition of?
--   psql: \bind 16400 \g
SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text, t.parentrelid::oid::bigint AS parent, t.level
FROM pg_catalog.pg_partition_tree($1::bigint::oid::regclass) t
JOIN pg_catalog.pg_class c ON c.oid = t.relid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY t.level, n.nspname, c.relname
