-- What else happens when rows of the tables with the OIDs $1 are deleted: triggers and rules of the database's own.
-- psql: \bind '{16384}' \g
SELECT format('trigger %I on %s', t.tgname, t.tgrelid::regclass)
FROM pg_catalog.pg_trigger t
WHERE t.tgrelid = ANY ($1::text::oid[]) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 8 <> 0
UNION ALL
SELECT format('rule %I on %s', r.rulename, r.ev_class::regclass)
FROM pg_catalog.pg_rewrite r
WHERE r.ev_class = ANY ($1::text::oid[]) AND r.ev_type = '4' AND r.ev_enabled IN ('O', 'A')
ORDER BY 1
