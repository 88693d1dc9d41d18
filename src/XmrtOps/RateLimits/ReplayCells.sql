-- First pass of a replay, one scan: requests per window, or per few windows together, and cell. A cell holds all whose
-- identifier has the same few bits of hash, apart for each endpoint with a limit of its own, so that it counts at least
-- what each of them has. Returned are totals, and the cells in which somebody may have been over the limit, with the pages
-- that their rows are on, and how many they are.
-- $1 since   $2 until   $3 windows in seconds   $4 identifier, as a regular expression, or null   $5 endpoint, likewise
-- $6 exempt identifiers   $7 endpoints with a limit of their own   $8 hashes, a power of two
-- $9 for all others, and then for each of $7: cells with no more requests than this are left out
-- $10 windows before and after such a one that are wanted too   $11 true: window_start may be null
-- {starts}: when the window of a row starts   {cell}, {key}: cell, and both, or 0 and the start where all are in one cell
-- {cell_of_row}, {cell_of_none}: the cell as a column of either arm, or nothing where all are in one cell: a column too many
-- puts two more steps between the scan and the groups, for each row, which is a tenth of the time
-- {last_row}: the last row of a cell, or null where the rows lie in the order of their time: to know it takes a twelfth of
-- the time, and where the first one is and how many there are tells about as much
-- Rows without starts are the totals, of the endpoints by their number; cell -1: of the exempt, -2: of rows without a time.
-- The second arm is empty. It keeps the planner from taking the groups for as many as there are rows, which would keep it
-- from counting in parallel.
WITH cell AS MATERIALIZED (
    SELECT x.starts, {cell} AS cell,
           count(*) + coalesce(sum(greatest(x.request_count, 0) - 1) FILTER (WHERE x.request_count <> 1), 0) AS requests,
           count(*) AS rows, min(x.ctid) AS first_row, {last_row} AS last_row
    FROM (
        SELECT {starts} AS starts, {cell_of_row}r.request_count, r.ctid
        FROM public.rate_limits r
        WHERE (r.window_start >= $1::timestamptz AND r.window_start < $2::timestamptz OR $11::boolean AND r.window_start IS NULL)
          AND ($4::text IS NULL OR r.identifier ~* $4::text)
          AND ($5::text IS NULL OR r.endpoint ~* $5::text)
        UNION ALL
        SELECT r.window_start, {cell_of_none}0, r.ctid FROM public.rate_limits r WHERE false
    ) x
    GROUP BY {key}
), hot AS (
    SELECT DISTINCT c.starts + generate_series(-$10::integer, $10::integer) * $3::bigint * interval '1 s' AS starts, c.cell
    FROM cell c
    WHERE c.starts IS NOT NULL AND c.cell >= 0
      AND c.requests > ($9::bigint[])[1 + c.cell % (1 + cardinality($7::text[]))]
)
SELECT NULL::timestamptz AS starts,
       CASE WHEN c.starts IS NULL THEN -2 WHEN c.cell < 0 THEN -1 ELSE c.cell % (1 + cardinality($7::text[])) END AS cell,
       sum(c.requests)::bigint AS requests, NULL::bigint AS first_page, NULL::bigint AS last_page, NULL::bigint AS rows
FROM cell c
GROUP BY 2
UNION ALL
SELECT c.starts, c.cell, c.requests::bigint, (c.first_row::text::point)[0]::bigint, (c.last_row::text::point)[0]::bigint,
       c.rows
FROM cell c
JOIN hot h ON h.starts = c.starts AND h.cell = c.cell
