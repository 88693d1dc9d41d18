using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Logs;

/// <summary>What the database, Auth and the smaller services log.</summary>
internal static partial class LogSeeds
{
    private static readonly (string Severity, string State, string User, string Text)[] Statements =
    [
        ("LOG", "00000", "authenticator", "connection authorized: user=authenticator database=postgres"),
        ("LOG", "00000", "supabase_admin", "checkpoint complete: wrote 212 buffers (1.3%)"),
        ("LOG", "00000", "authenticator", "disconnection: session time: 0:00:31.207 user=authenticator"),
        ("WARNING", "01000", "postgres", "there is no transaction in progress"),
        ("ERROR", "42501", "anon", "new row violates row-level security policy for table \"memory_contexts\""),
        ("ERROR", "42501", "anon", "permission denied for table api_call_logs"),
        ("ERROR", "23505", "service_role", "duplicate key value violates unique constraint \"conversation_sessions_session_key_key\""),
        ("ERROR", "57014", "authenticated", "canceling statement due to statement timeout"),
        ("ERROR", "22P02", "authenticated", "invalid input syntax for type uuid: \"undefined\""),
        ("FATAL", "53300", "authenticator", "remaining connection slots are reserved for roles with the SUPERUSER attribute"),
    ];

    private static readonly (string Level, int Status, string Path, string Message, string Error)[] SignIns =
    [
        ("info", 200, "/token", "request completed", ""),
        ("info", 200, "/user", "request completed", ""),
        ("info", 200, "/token", "Login", ""),
        ("info", 400, "/token", "request completed", "invalid_credentials: Invalid login credentials"),
        ("info", 403, "/user", "request completed", "bad_jwt: invalid JWT: token is expired"),
        ("info", 401, "/user", "request completed", "no_authorization: This endpoint requires a Bearer token"),
        ("warning", 429, "/token", "request completed", "over_request_rate_limit: Request rate limit reached"),
        ("warning", 429, "/otp", "request completed", "over_email_send_rate_limit: email rate limit exceeded"),
        ("error", 500, "/token", "Unhandled server error", "unexpected_failure: context deadline exceeded"),
    ];

    private static readonly string[] Callers = ["203.0.113.7", "203.0.113.24", "198.51.100.9"];

    private static readonly (string Source, string Text)[] Services =
    [
        ("postgrest_logs", "Schema cache loaded 46 Relations, 31 Relationships, 74 Functions"),
        ("postgrest_logs", "Listening for database notifications on the \"pgrst\" channel"),
        ("storage_logs", "GET | 200 | /object/public/avatars/eliza.png"),
        ("realtime_logs", "Tenant has 12 connected clients"),
        ("supavisor_logs", "ClientHandler: Client connected"),
        ("supavisor_logs", "ClientHandler: socket closed with reason :normal"),
    ];

    private static void WriteStatement(CopyBuffer rows, DateTime at, ref SeededRandom random)
    {
        // Most is routine: the first three.
        var (severity, state, user, text) = Statements[random.Chance(92) ? random.Below(3) : random.Between(3, Statements.Length - 1)];
        rows.Row().Uuid(random.Uuid()).Time(at).Text("postgres_logs").Text(text).Text(severity)
            .Json($$"""
                {"parsed.error_severity":"{{severity}}","parsed.sql_state_code":"{{state}}","parsed.user_name":"{{user}}","identifier":"sandbox"}
                """);
    }

    private static void WriteSignIn(CopyBuffer rows, DateTime at, ref SeededRandom random)
    {
        var (level, status, path, message, error) = SignIns[random.Chance(92) ? random.Below(3) : random.Between(3, SignIns.Length - 1)];
        rows.Row().Uuid(random.Uuid()).Time(at).Text("auth_logs").Text(error.Length > 0 ? error : message).Text("")
            .Json($$"""
                {"level":"{{level}}","status":"{{status}}","path":"{{path}}","msg":"{{message}}","error":"{{error}}","remote_addr":"{{random.Pick(Callers)}}"}
                """);
    }

    private static void WriteService(CopyBuffer rows, DateTime at, ref SeededRandom random)
    {
        var (source, text) = random.Pick(Services);
        rows.Row().Uuid(random.Uuid()).Time(at).Text(source).Text(text).Text("").Json("""{"identifier":"sandbox"}""");
    }
}
