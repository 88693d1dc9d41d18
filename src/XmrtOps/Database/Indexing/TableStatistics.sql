-- What does the planner know of the columns of the tables named $2 in the schemas $1? One row a column; statistics
-- are null where there are none, or the role may not see them. Partitions name the table that they are a part of.
--   psql: \bind '{public}' '{webhook_logs}' \g
WITH wanted AS MATERIALIZED (
    SELECT DISTINCT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.reltuples, c.relpages,
           CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::oid END AS root
    FROM unnest($1::text[], $2::text[]) AS given (schema, name)
    JOIN pg_catalog.pg_namespace n ON n.nspname = given.schema
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = given.name
    WHERE c.relkind IN ('r', 'p', 'm')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
), sized AS (
    -- The partitioned table itself holds nothing.
    SELECT w.*,
           CASE w.relkind WHEN 'p' THEN (
               SELECT sum(greatest(c.reltuples, 0))::double precision
               FROM pg_catalog.pg_partition_tree(w.oid) t JOIN pg_catalog.pg_class c ON c.oid = t.relid WHERE t.isleaf)
               ELSE w.reltuples END AS table_rows,
           CASE w.relkind WHEN 'p' THEN (
               SELECT sum(c.relpages) FROM pg_catalog.pg_partition_tree(w.oid) t
               JOIN pg_catalog.pg_class c ON c.oid = t.relid WHERE t.isleaf)
               ELSE w.relpages END AS table_pages
    FROM wanted w
)
SELECT w.oid::bigint, w.nspname::text, w.relname::text, w.relkind::text,
       rn.nspname::text AS root_schema, r.relname::text AS root_name,
       -- Before 14 a table that was never analyzed says 0 of 0 pages.
       CASE WHEN w.table_rows < 0 OR (w.table_rows = 0 AND w.table_pages = 0) THEN NULL ELSE w.table_rows::double precision END,
       coalesce(w.table_pages, 0)::bigint * pg_catalog.current_setting('block_size')::bigint,
       a.attname::text, pg_catalog.format_type(a.atttypid, NULL),
       CASE WHEN co.collname IN ('C', 'POSIX') THEN true
            WHEN co.collname = 'default' THEN (
                SELECT d.datcollate IN ('C', 'POSIX') FROM pg_catalog.pg_database d
                WHERE d.datname = pg_catalog.current_database())
            ELSE false END AS is_bytewise,
       s.avg_width, s.null_frac::double precision,
       CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * greatest(w.table_rows, 0) ELSE s.n_distinct END::double precision,
       s.most_common_vals::text, s.most_common_freqs::double precision[]
FROM sized w
LEFT JOIN pg_catalog.pg_class r ON r.oid = w.root AND w.root <> w.oid
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
LEFT JOIN LATERAL (
    SELECT s.avg_width, s.null_frac, s.n_distinct, s.most_common_vals, s.most_common_freqs
    FROM pg_catalog.pg_stats s
    WHERE s.schemaname = w.nspname AND s.tablename = w.relname AND s.attname = a.attname
    -- The whole tree's where there is one.
    ORDER BY s.inherited DESC
    LIMIT 1
) AS s ON true
ORDER BY w.oid, a.attnum
