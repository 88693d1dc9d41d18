-- How old the statement statistics are, and how many entries had to make room since (pg_stat_statements 1.9 and later).
-- In psql: SET search_path = extensions; then this text.
SELECT i.stats_reset, i.dealloc FROM pg_stat_statements_info i
