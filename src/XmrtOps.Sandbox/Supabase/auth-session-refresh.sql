-- Takes a refresh token in and gives the next one out; no row where it is unknown, used up, or of a session that has ended.
-- $1 the token, $2 when, $3 the next token.
WITH used AS (
    UPDATE auth.refresh_tokens SET revoked = true, updated_at = $2::timestamptz
    WHERE token = $1 AND NOT revoked AND session_id IN (SELECT id FROM auth.sessions)
    RETURNING session_id, user_id
), issued AS (
    INSERT INTO auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, parent, session_id)
    SELECT '00000000-0000-0000-0000-000000000000', $3, user_id, false, $2::timestamptz, $2::timestamptz, $1, session_id FROM used
    RETURNING session_id
), renewed AS (
    UPDATE auth.sessions SET refreshed_at = $2::timestamptz AT TIME ZONE 'UTC', updated_at = $2::timestamptz
    WHERE id IN (SELECT session_id FROM issued)
    RETURNING id
)
SELECT renewed.id::text AS session_id, u.id::text AS id, u.email, u.role,
       coalesce(u.raw_app_meta_data, '{}') AS app_metadata, coalesce(u.raw_user_meta_data, '{}') AS user_metadata,
       u.is_anonymous
FROM renewed, used JOIN auth.users AS u ON u.id::text = used.user_id
WHERE u.deleted_at IS NULL
