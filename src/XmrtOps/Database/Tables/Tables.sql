-- Tables, partitioned tables, partitions, materialised views and foreign tables: sizes, rows, dead rows, bloat, scans.
-- $1 order (a TableOrder)   $2 name, as a regular expression, or null   $3 schema, likewise   $4 system schemas too
-- $5 rows to skip   $6 rows to return, or null   $7 true: take no locks, so that all sizes are estimates
-- In psql 16 and later: this text, then  \bind TotalSize null null f 0 20 f \g
-- A size function opens its relation and would wait for an AccessExclusiveLock: what is locked is estimated by its pages
-- at the last VACUUM or ANALYZE. Of what is dropped meanwhile there is no size, and it is left out.
WITH RECURSIVE server AS MATERIALIZED (
    SELECT pg_catalog.current_setting('block_size')::bigint AS block,
           pg_catalog.current_setting('server_version_num')::integer AS version
), locked AS MATERIALIZED (
    SELECT l.relation
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
), closed AS MATERIALIZED (
    -- A table is as closed as its TOAST table and the index of that.
    SELECT k.relation AS oid FROM locked k
    UNION
    SELECT c.oid FROM pg_catalog.pg_class c
    WHERE c.reltoastrelid IN (SELECT k.relation FROM locked k
                              UNION ALL
                              SELECT i.indrelid FROM pg_catalog.pg_index i JOIN locked k ON k.relation = i.indexrelid)
), wanted AS MATERIALIZED (
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.relpages, c.reltuples, c.reloptions
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'f')
      AND ($4::boolean OR (n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'))
      AND ($2::text IS NULL OR c.relname ~* $2::text OR n.nspname || '.' || c.relname ~* $2::text
           OR pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) ~* $2::text)
      AND ($3::text IS NULL OR n.nspname ~* $3::text)
), branch AS (
    -- Each table with itself, and a partitioned one with all that is below it.
    SELECT w.oid AS root, w.oid AS leaf, w.relkind FROM wanted w
    UNION ALL
    SELECT b.root, i.inhrelid, c.relkind
    FROM branch b
    JOIN pg_catalog.pg_inherits i ON i.inhparent = b.leaf
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    WHERE b.relkind = 'p'
), leaf AS MATERIALIZED (
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relnatts, c.relpages, c.reltoastrelid, c.reloptions,
           -- Before PostgreSQL 14 a table that was never looked at has 0 rows in 0 pages, as an empty one has.
           CASE WHEN c.reltuples >= 0 AND (v.version >= 140000 OR c.reltuples > 0 OR c.relpages > 0
                     OR pg_catalog.pg_stat_get_last_vacuum_time(c.oid) IS NOT NULL
                     OR pg_catalog.pg_stat_get_last_autovacuum_time(c.oid) IS NOT NULL
                     OR pg_catalog.pg_stat_get_last_analyze_time(c.oid) IS NOT NULL
                     OR pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid) IS NOT NULL)
                THEN c.reltuples END AS tuples,
           c.relpages > 0 AND c.reltuples > 0
               AND pg_catalog.pg_stat_get_mod_since_analyze(c.oid) * 5 <= c.reltuples AS is_current,
           $7::boolean OR c.oid IN (SELECT k.oid FROM closed k) AS is_closed
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN server v
    WHERE c.oid IN (SELECT b.leaf FROM branch b)
), part AS MATERIALIZED (
    -- What takes space: the heap (h), its TOAST table (t), its indexes (i).
    SELECT l.oid AS leaf, l.oid, 'h' AS kind, l.is_closed, l.is_current, l.relpages AS own_pages,
           l.relpages + coalesce(t.relpages, 0) AS pages
    FROM leaf l
    LEFT JOIN pg_catalog.pg_class t ON t.oid = l.reltoastrelid
    WHERE l.relkind IN ('r', 'm')
    UNION ALL
    SELECT l.oid, t.oid, 't', l.is_closed,
           t.relpages > 0 AND pg_catalog.pg_stat_get_ins_since_vacuum(t.oid) * 5 <= t.reltuples, t.relpages, t.relpages
    FROM leaf l
    JOIN pg_catalog.pg_class t ON t.oid = l.reltoastrelid
    UNION ALL
    SELECT l.oid, x.oid, 'i', l.is_closed OR x.oid IN (SELECT k.oid FROM closed k), l.is_current AND x.relpages > 0,
           x.relpages, x.relpages
    FROM leaf l
    JOIN pg_catalog.pg_index i ON i.indrelid = l.oid
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid AND x.relkind = 'i'
), mode AS MATERIALIZED (
    -- Opening all files of thousands of tables takes seconds. A first choice is made by the pages of the last VACUUM or
    -- ANALYZE, and by the main file where there was none or where much has changed since; it is measured then.
    SELECT $1::text IN ('TotalSize', 'TableSize', 'IndexSize') AND $6::bigint IS NOT NULL AND count(*) > 1000 AS is_rough
    FROM branch
), measure AS (
    SELECT m.root, sum(m.value) AS value
    FROM (
        SELECT b.root, CASE WHEN p.is_closed OR p.is_current THEN p.own_pages * v.block
                            ELSE pg_catalog.pg_relation_size(p.oid) END AS value
        FROM branch b
        JOIN part p ON p.leaf = b.leaf
        CROSS JOIN server v
        WHERE (SELECT mode.is_rough FROM mode)
          AND ($1::text = 'TotalSize' OR p.kind = CASE $1::text WHEN 'TableSize' THEN 'h' ELSE 'i' END)
        UNION ALL
        SELECT b.root, CASE $1::text WHEN 'Rows' THEN l.tuples
                                     WHEN 'DeadRows' THEN pg_catalog.pg_stat_get_dead_tuples(l.oid)
                                     ELSE pg_catalog.pg_stat_get_tuples_returned(l.oid) END
        FROM branch b
        JOIN leaf l ON l.oid = b.leaf AND l.relkind <> 'p'
        WHERE $1::text IN ('Rows', 'DeadRows', 'SequentialRows')
    ) m
    GROUP BY m.root
), short AS MATERIALIZED (
    SELECT w.*, coalesce(m.value, -1) AS value
    FROM wanted w
    LEFT JOIN measure m ON m.root = w.oid
    ORDER BY coalesce(m.value, -1) DESC, w.nspname, w.relname
    LIMIT CASE WHEN (SELECT mode.is_rough FROM mode) THEN $5::bigint + $6::bigint + 200
               WHEN $1::text IN ('Rows', 'DeadRows', 'SequentialRows', 'Name') THEN $5::bigint + $6::bigint END
), size AS (
    SELECT q.root,
           sum(q.bytes) FILTER (WHERE q.kind = 'h') AS heap_and_toast, sum(q.bytes) FILTER (WHERE q.kind = 't') AS toast,
           sum(q.bytes) FILTER (WHERE q.kind = 'i') AS indexes,
           sum(q.index_scans) AS index_scans, bool_or(q.is_closed) AS is_closed
    FROM (
        SELECT b.root, p.kind, p.is_closed,
               CASE WHEN p.is_closed THEN p.pages * v.block
                    WHEN p.kind = 'h' THEN pg_catalog.pg_table_size(p.oid)
                    ELSE pg_catalog.pg_total_relation_size(p.oid) END AS bytes,
               CASE WHEN p.kind = 'i' THEN pg_catalog.pg_stat_get_numscans(p.oid) END AS index_scans
        FROM short s
        JOIN branch b ON b.root = s.oid
        JOIN part p ON p.leaf = b.leaf
        CROSS JOIN server v
    ) q
    GROUP BY q.root
), chosen AS MATERIALIZED (
    SELECT l.* FROM leaf l
    WHERE l.relkind <> 'p' AND l.oid IN (SELECT b.leaf FROM branch b JOIN short s ON s.oid = b.root)
), fresh AS (
    -- Pages of a table written anew: a page has a header of 24 bytes, and for each row a pointer of 4, a header of 23
    -- with a bit for each column where any is null, and the values, both rounded up to 8.
    SELECT l.oid, l.tuples, l.relpages,
           CASE WHEN l.tuples IS NULL THEN NULL WHEN l.tuples = 0 THEN 0
                WHEN w.columns = c.columns AND w.columns > 0 THEN ceil(l.tuples / greatest(1, floor(
                    (v.block - 24) * coalesce((SELECT o.option_value::integer
                                               FROM pg_catalog.pg_options_to_table(l.reloptions) o
                                               WHERE o.option_name = 'fillfactor'), 100) / 100
                    / (4 + 8 * ceil((23 + CASE WHEN w.has_nulls THEN ceil(l.relnatts / 8.0) ELSE 0 END) / 8.0)
                       + 8 * ceil(w.bytes / 8))))) END AS pages
    FROM chosen l
    CROSS JOIN server v
    CROSS JOIN LATERAL (
        SELECT count(*) AS columns
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = l.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) c
    CROSS JOIN LATERAL (
        SELECT count(*) AS columns, sum(p.avg_width * (1 - p.null_frac)) AS bytes, bool_or(p.null_frac > 0) AS has_nulls
        FROM pg_catalog.pg_stats p
        WHERE p.schemaname = l.nspname AND p.tablename = l.relname AND NOT p.inherited
        OFFSET 0
    ) w
    WHERE l.relkind <> 'f'
), activity AS (
    SELECT b.root,
           CASE WHEN bool_and(coalesce(l.tuples,
                                       CASE WHEN l.relkind IN ('r', 'm') AND NOT l.is_closed
                                                 AND b.leaf <> b.root AND pg_catalog.pg_relation_size(l.oid) = 0
                                            THEN 0 END) IS NOT NULL)
                THEN sum(coalesce(l.tuples, 0)) END AS tuples,
           sum(pg_catalog.pg_stat_get_dead_tuples(l.oid)) AS dead,
           sum(pg_catalog.pg_stat_get_mod_since_analyze(l.oid)) AS modified,
           sum(pg_catalog.pg_stat_get_ins_since_vacuum(l.oid)) AS inserted,
           sum(pg_catalog.pg_stat_get_numscans(l.oid)) AS scans,
           sum(pg_catalog.pg_stat_get_tuples_returned(l.oid)) AS scanned,
           sum(pg_catalog.pg_stat_get_tuples_updated(l.oid)) AS updated,
           sum(pg_catalog.pg_stat_get_tuples_hot_updated(l.oid)) AS hot,
           sum(f.relpages) AS pages,
           CASE WHEN bool_and(f.pages IS NOT NULL OR l.relkind = 'f' OR (f.relpages = 0 AND b.leaf <> b.root))
                THEN sum(f.pages) END AS fresh_pages,
           sum(greatest(f.relpages - f.pages, 0)) AS bloat_pages
    FROM short s
    JOIN branch b ON b.root = s.oid
    JOIN chosen l ON l.oid = b.leaf
    LEFT JOIN fresh f ON f.oid = l.oid
    GROUP BY b.root
), result AS (
    SELECT s.oid, s.nspname, s.relname, s.relkind, s.relispartition, s.reloptions, s.reltuples, s.value,
           coalesce(z.is_closed, false) AS is_closed,
           CASE WHEN s.relkind <> 'f' THEN coalesce(z.heap_and_toast - coalesce(z.toast, 0), CASE s.relkind WHEN 'p' THEN 0 END) END AS table_bytes,
           CASE WHEN s.relkind <> 'f' THEN coalesce(z.toast, 0) END AS toast_bytes,
           CASE WHEN s.relkind <> 'f' THEN coalesce(z.indexes, 0) END AS index_bytes,
           CASE WHEN s.relkind <> 'f' THEN coalesce(z.index_scans, 0) END AS index_scans,
           a.tuples, a.dead, a.modified, a.inserted, a.scans, a.scanned, a.updated, a.hot,
           CASE WHEN a.fresh_pages IS NOT NULL THEN a.bloat_pages * v.block END AS bloat_bytes,
           CASE WHEN a.fresh_pages IS NOT NULL THEN nullif(a.pages, 0) / greatest(a.fresh_pages, 1) END AS bloat_ratio
    FROM short s
    CROSS JOIN server v
    LEFT JOIN size z ON z.root = s.oid
    LEFT JOIN activity a ON a.root = s.oid
)
SELECT r.oid::bigint, r.nspname::text, r.relname::text, r.relkind::text, r.relispartition,
       (SELECT n.nspname::text FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
        WHERE i.inhrelid = r.oid ORDER BY i.inhseqno LIMIT 1) AS parent_schema,
       (SELECT p.relname::text FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
        WHERE i.inhrelid = r.oid ORDER BY i.inhseqno LIMIT 1) AS parent_name,
       r.is_closed, r.table_bytes::bigint, r.toast_bytes::bigint, r.index_bytes::bigint, r.tuples::bigint,
       r.dead::bigint, r.modified::bigint, r.inserted::bigint,
       pg_catalog.pg_stat_get_last_vacuum_time(r.oid), pg_catalog.pg_stat_get_last_autovacuum_time(r.oid),
       pg_catalog.pg_stat_get_last_analyze_time(r.oid), pg_catalog.pg_stat_get_last_autoanalyze_time(r.oid),
       r.bloat_bytes::bigint, r.bloat_ratio::double precision,
       r.scans::bigint, r.scanned::bigint, r.index_scans::bigint, r.updated::bigint, r.hot::bigint,
       r.reloptions, r.reltuples::double precision,
       (SELECT (pg_catalog.to_jsonb(c) ->> 'relallfrozen')::double precision / nullif(c.relpages, 0)
        FROM pg_catalog.pg_class c WHERE c.oid = r.oid) AS frozen,
       (SELECT count(*) FROM wanted) AS matching
FROM result r
WHERE r.relkind = 'f' OR r.table_bytes IS NOT NULL
ORDER BY CASE $1::text WHEN 'TotalSize' THEN r.table_bytes + r.toast_bytes + r.index_bytes
                       WHEN 'TableSize' THEN r.table_bytes
                       WHEN 'IndexSize' THEN r.index_bytes
                       WHEN 'Bloat' THEN r.bloat_bytes
                       ELSE r.value END DESC NULLS LAST,
         r.nspname, r.relname
OFFSET $5::bigint LIMIT $6::bigint
