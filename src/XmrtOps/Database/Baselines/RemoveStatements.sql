-- Removes the statements of a baseline.
--   $1 its id
-- In sqlite3: .parameter set '$1' "'0190…'", then .read this file.
DELETE FROM query_baseline_statement WHERE baseline_id = $1
