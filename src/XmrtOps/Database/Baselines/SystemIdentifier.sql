-- Which cluster is this? The number was drawn when it was made, and goes with it through restarts and to its standbys.
-- No parameters; runs in psql as it stands. Every role may ask, unless that was taken from it.
SELECT c.system_identifier::text FROM pg_catalog.pg_control_system() c
