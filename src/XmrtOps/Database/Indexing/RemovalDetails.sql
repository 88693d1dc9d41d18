-- How is the index with the oid $1 made, where is it stored, and how large is it, with its partitions'?
--   psql: \bind 16412 \g
SELECT pg_catalog.pg_get_indexdef(c.oid),
       (SELECT s.spcname::text FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace),
       CASE WHEN c.relkind = 'I'
            THEN (SELECT coalesce(sum(pg_catalog.pg_relation_size(t.relid)), 0)::bigint
                  FROM pg_catalog.pg_partition_tree(c.oid) t WHERE t.isleaf)
            ELSE pg_catalog.pg_relation_size(c.oid) END
FROM pg_catalog.pg_class c
WHERE c.oid = $1::bigint::oid
