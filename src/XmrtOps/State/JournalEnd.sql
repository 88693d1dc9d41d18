-- Writes the outcome of an intent; the first one stays.
--   $1 id   $2 ended_at   $3 outcome   $4 result   $5 error_id   $6 message
-- In sqlite3: .parameter set '$1' "'0190…'" and so on, then .read this file.
UPDATE journal
SET ended_at = $2, outcome = $3, result = $4, error_id = $5, message = $6
WHERE id = $1 AND outcome IS NULL
