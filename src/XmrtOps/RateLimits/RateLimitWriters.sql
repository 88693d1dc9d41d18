-- Statements that write rate_limits, as far as pg_stat_statements knows, and texts that are hidden from the role.
-- Run with the schema of pg_stat_statements as search path.
SELECT count(*) FILTER (WHERE s.query ~* '(insert\s+into|update)\s+(public\.|"public"\.)?"?rate_limits|increment_rate_limit\s*\('
                          AND s.query !~* '^\s*create') AS writers,
       count(*) FILTER (WHERE s.query = '<insufficient privilege>') AS hidden
FROM pg_stat_statements s
WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  AND s.query NOT LIKE '%/* XmrtOps */%'
