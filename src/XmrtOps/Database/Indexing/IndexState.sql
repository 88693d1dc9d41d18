-- Is there a relation named $2 in schema $1, is it an index of the table with the oid $3, and can queries use it? Is the
-- backend $4 that was to build it still there?
--   psql: \bind public webhook_logs_created_at_idx 16400 4711 \g
SELECT c.oid::bigint, i.indrelid = $3::bigint::oid, i.indisvalid, i.indisready,
       pg_catalog.pg_relation_size(c.oid)
         + coalesce((SELECT sum(pg_catalog.pg_relation_size(t.relid)) FROM pg_catalog.pg_partition_tree(c.oid) t
                     WHERE c.relkind = 'I' AND t.isleaf), 0)::bigint,
       EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = $4::integer) AS is_builder_there
FROM (SELECT) AS one
LEFT JOIN pg_catalog.pg_class c ON c.relname = $2::text
    AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = $1::text)
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
