-- Sessions made in the window that ends now, the newest of all, and how many came in at the same hours of the last seven days.
-- $1 length of the window in seconds, a day at most
-- In psql 16 and later: this text followed by
--   \bind 3600 \g
-- No index leads with created_at: the table is read once.
WITH saved AS (
    SELECT s.created_at AS at, extract(epoch FROM now() - s.created_at) AS age
    FROM public.conversation_sessions s
    WHERE s.created_at > now() - interval '192 hours' AND s.created_at <= now()
), counted AS (
    SELECT floor(age / 86400)::integer AS day, count(*) FILTER (WHERE age - 86400 * floor(age / 86400) < $1::bigint) AS rows,
           max(at) AS newest
    FROM saved
    GROUP BY 1
)
SELECT ARRAY(
           SELECT coalesce(c.rows, 0)
           FROM generate_series(0, 7) AS d (day) LEFT JOIN counted c ON c.day = d.day
           ORDER BY d.day),
       coalesce(
           (SELECT max(c.newest) FROM counted c),
           (SELECT max(s.created_at) FROM public.conversation_sessions s WHERE s.created_at <= now())),
       now()
