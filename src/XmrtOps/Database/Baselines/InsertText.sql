-- Keeps the text of a statement, if it is not kept yet.
--   $1 its hash   $2 the text
-- In sqlite3: .parameter set '$1' "'00ff…'" and so on, then .read this file.
INSERT INTO query_text (id, query) VALUES ($1, $2)
ON CONFLICT (id) DO NOTHING
