-- The last sample of each table of a database.
--   $1 target
-- In sqlite3: .parameter set '$1' "'localhost:5432/postgres'", then .read this file.
SELECT s.schema_name, s.table_name, s.measured_at, s.total_bytes
FROM table_size s
JOIN (SELECT schema_name, table_name, max(measured_at) AS measured_at
      FROM table_size
      WHERE target = $1
      GROUP BY schema_name, table_name) last
  ON last.schema_name = s.schema_name AND last.table_name = s.table_name AND last.measured_at = s.measured_at
WHERE s.target = $1
