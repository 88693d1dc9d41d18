-- What depends on things that are to be dropped and is not dropped with them: a drop that does not cascade fails on it.
-- $1 OIDs as bigint[], $2 their catalogues as text[], $3 numbers of columns as int[] (0: all of it), of one length
-- In psql: this text, then  \bind '{16384}' '{pg_class}' '{0}' \g
WITH dropped AS (
    SELECT x.id::oid AS id, ('pg_catalog.' || x.catalogue)::regclass::oid AS catalogue, x.part
    FROM unnest($1::bigint[], $2::text[], $3::int[]) x(id, catalogue, part)
), gone AS (
    SELECT id, catalogue, part FROM dropped
    UNION
    SELECT t.oid, 'pg_catalog.pg_type'::regclass, 0
    FROM dropped d JOIN pg_catalog.pg_type t ON t.typrelid = d.id OR t.typelem = d.id AND d.catalogue = 'pg_catalog.pg_type'::regclass
    WHERE d.part = 0
)
SELECT DISTINCT pg_catalog.pg_describe_object(g.catalogue, g.id, g.part) AS what,
       pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS dependent
FROM gone g
JOIN pg_catalog.pg_depend d
    ON d.refclassid = g.catalogue AND d.refobjid = g.id AND (g.part = 0 OR d.refobjsubid = g.part) AND d.deptype = 'n'
-- Rules, constraints, policies, triggers and defaults are the table's or view's that they are on.
LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND w.oid = d.objid
LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = d.objid
LEFT JOIN pg_catalog.pg_trigger t ON d.classid = 'pg_catalog.pg_trigger'::regclass AND t.oid = d.objid
LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
WHERE NOT EXISTS (
    SELECT FROM dropped o
    WHERE (o.catalogue = d.classid AND o.id = d.objid AND (o.part = 0 OR o.part = d.objsubid))
       OR (o.catalogue = 'pg_catalog.pg_class'::regclass AND o.part = 0
           AND o.id IN (w.ev_class, k.conrelid, p.polrelid, t.tgrelid, f.adrelid))
       OR (o.catalogue = 'pg_catalog.pg_class'::regclass AND o.part > 0 AND o.id = f.adrelid AND o.part = f.adnum))
ORDER BY 1, 2
