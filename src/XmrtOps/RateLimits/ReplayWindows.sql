-- Second pass of a replay: of the windows that the first one named, those in which an identifier had more requests to an
-- endpoint than allowed, as runs of neighbouring windows. Of a sliding window: those in which it had, together with the
-- window before, for no sliding window reaches further. The row without windows has in place of the limit all requests
-- that were looked at: what the first pass counted, or some of their rows are on other pages.
-- $1 to $8 as in the first pass
-- $9 for all others, and then for each of $7: requests allowed   $10 starts of the windows   $11 their cells
-- $12 true: sliding   $13 first pages of the ranges that are read, or null for the whole table   $14 their last pages
-- Only one of the two arms that read the table is in any plan: the planner sees by $13 that the other is empty. OFFSET 0
-- keeps the range of pages a condition of the scan. MATERIALIZED lets the requests be counted by hash: in the order that
-- the windows need they would have to be sorted, all of them, by text.
-- {starts}: when the window of a row starts   {cell_of_row}: its cell   {on_pages}: the row r is on the pages p
WITH named AS (
    SELECT n.starts, n.cell FROM unnest($10::timestamptz[], $11::integer[]) AS n(starts, cell)
), counted AS MATERIALIZED (
    SELECT x.identifier, x.endpoint, x.starts, max(x.window_start) FILTER (WHERE coalesce(x.request_count, 1) > 0) AS newest,
           count(*) + coalesce(sum(greatest(x.request_count, 0) - 1) FILTER (WHERE x.request_count <> 1), 0) AS requests
    FROM (
        SELECT r.identifier COLLATE "C" AS identifier, r.endpoint COLLATE "C" AS endpoint, r.window_start, r.request_count,
               {starts} AS starts,
               {cell_of_row} AS cell
        FROM (
            SELECT r.identifier, r.endpoint, r.window_start, r.request_count
            FROM public.rate_limits r
            WHERE $13::bigint[] IS NULL
            UNION ALL
            SELECT l.identifier, l.endpoint, l.window_start, l.request_count
            FROM unnest($13::bigint[], $14::bigint[]) AS p(first, last)
            CROSS JOIN LATERAL (
                SELECT r.identifier, r.endpoint, r.window_start, r.request_count
                FROM public.rate_limits r
                WHERE {on_pages}
                OFFSET 0
            ) l
            WHERE $13::bigint[] IS NOT NULL
        ) r
        WHERE r.window_start >= $1::timestamptz AND r.window_start < $2::timestamptz
          AND ($4::text IS NULL OR r.identifier ~* $4::text)
          AND ($5::text IS NULL OR r.endpoint ~* $5::text)
    ) x
    JOIN named n ON n.starts = x.starts AND n.cell = x.cell
    GROUP BY x.identifier, x.endpoint, x.starts
), limited AS (
    SELECT c.*, ($9::bigint[])[1 + coalesce(array_position($7::text[], c.endpoint), 0)] AS maximum
    FROM counted c
), judged AS (
    SELECT l.*,
           CASE WHEN $12::boolean AND lag(l.starts) OVER line = l.starts - $3::bigint * interval '1 s'
                THEN lag(l.requests) OVER line ELSE 0 END AS before
    FROM limited l
    WHERE $12::boolean OR l.requests > l.maximum
    WINDOW line AS (PARTITION BY l.identifier, l.endpoint ORDER BY l.starts)
), run AS (
    SELECT j.*,
           j.starts - row_number() OVER (PARTITION BY j.identifier, j.endpoint ORDER BY j.starts) * ($3::bigint * interval '1 s') AS run
    FROM judged j
    WHERE j.requests + j.before > j.maximum
)
SELECT r.identifier, r.endpoint, r.maximum, min(r.starts) AS first, max(r.starts) AS last,
       sum(r.requests - r.maximum)::bigint AS over, max(r.requests)::bigint AS peak, max(r.newest) AS newest
FROM run r
GROUP BY r.identifier, r.endpoint, r.maximum, r.run
UNION ALL
SELECT NULL, NULL, coalesce(sum(c.requests), 0)::bigint, NULL, NULL, NULL, NULL, NULL
FROM counted c
