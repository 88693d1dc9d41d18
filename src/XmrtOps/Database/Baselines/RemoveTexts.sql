-- Removes texts that no baseline has any more.
-- No parameters; runs in sqlite3 as it stands.
DELETE FROM query_text
WHERE NOT EXISTS (SELECT 1 FROM query_baseline_statement s WHERE s.text_id = query_text.id)
