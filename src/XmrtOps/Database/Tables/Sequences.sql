-- How far the sequences are that feed the columns of tables, by a default or as an identity.
-- $1 the tables' OIDs, as bigint[]
-- In psql 16 and later: this text, then  \bind '{16384}' \g
-- The position is null where the role may not see it, where nothing was drawn yet, and where reading it would wait for a
-- lock. What cycles has no end.
SELECT a.attrelid::bigint, a.attname::text, n.nspname::text, s.relname::text,
       CASE WHEN q.seqincrement > 0
            THEN least(q.seqmax, CASE a.atttypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767
                                                 WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647
                                                 ELSE 9223372036854775807 END)
            ELSE greatest(q.seqmin, CASE a.atttypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN -32768
                                                    WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN -2147483648
                                                    ELSE -9223372036854775808 END) END AS ends_at,
       CASE WHEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT,USAGE')
                 AND s.relpersistence <> 't'
                 AND (s.relpersistence = 'p' OR NOT pg_catalog.pg_is_in_recovery())
                 AND NOT EXISTS (
                     SELECT FROM pg_catalog.pg_locks l
                     WHERE l.locktype = 'relation' AND l.relation = s.oid
                       AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
                                         WHERE d.datname = pg_catalog.current_database())
                       AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid())
            THEN pg_catalog.pg_sequence_last_value(s.oid) END AS stands_at,
       pg_catalog.format_type(a.atttypid, NULL)
FROM (
    SELECT f.adrelid AS relation, f.adnum AS attribute, d.refobjid AS sequence
    FROM pg_catalog.pg_attrdef f
    JOIN pg_catalog.pg_depend d
      ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = f.oid
     AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    WHERE f.adrelid = ANY ($1::bigint[]::oid[])
    UNION
    SELECT d.refobjid, d.refobjsubid::smallint, d.objid
    FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.refobjid = ANY ($1::bigint[]::oid[]) AND d.refobjsubid > 0 AND d.deptype = 'i'
) fed
JOIN pg_catalog.pg_attribute a ON a.attrelid = fed.relation AND a.attnum = fed.attribute
JOIN pg_catalog.pg_sequence q ON q.seqrelid = fed.sequence AND NOT q.seqcycle
JOIN pg_catalog.pg_class s ON s.oid = fed.sequence
JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
ORDER BY 1, a.attnum
