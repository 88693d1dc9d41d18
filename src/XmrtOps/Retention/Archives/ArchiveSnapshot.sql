-- From what an archive is written: the snapshot and its oldest transaction that may still have been running, the
-- database, the server's version, and the search path to come back to.
-- psql: \g
SELECT pg_current_snapshot()::text, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       current_database()::text, current_setting('server_version'), current_setting('search_path')
