namespace XmrtOps.Faults;

/// <summary>Conditions of the platforms: Vercel, Supabase's management API, the Supabase project itself.</summary>
internal static partial class Errors
{
    public static XmrtException InvalidPlatformSetting(string what, string reason) => new(
        "InvalidPlatformSetting",
        ErrorKind.InvalidArgument,
        $"{what} cannot be used: {reason}.",
        $"Give -{what} to Connect-Xmrt or Set-XmrtProfile.",
        what);

    public static XmrtException NoVercelToken(string connection) => new(
        "NoVercelToken",
        ErrorKind.AuthenticationFailed,
        $"The connection '{connection}' has no token for Vercel's API.",
        "Make one at vercel.com/account/tokens and set VERCEL_TOKEN, give Connect-Xmrt -VercelToken, or name its place: "
        + "Set-XmrtProfile <name> -VercelTokenFrom secret:<name>.",
        connection);

    public static XmrtException NoVercelProject(string connection) => new(
        "NoVercelProject",
        ErrorKind.InvalidState,
        $"The connection '{connection}' names no project of Vercel.",
        "Connect-Xmrt with -VercelProject <name or prj_ id> (and -VercelTeam), or Set-XmrtProfile <name> -VercelProject ….",
        connection);

    public static XmrtException NoSupabaseToken(string connection) => new(
        "NoSupabaseToken",
        ErrorKind.AuthenticationFailed,
        $"The connection '{connection}' has no token for Supabase's management API.",
        "Make one at supabase.com/dashboard/account/tokens and set SUPABASE_ACCESS_TOKEN, give Connect-Xmrt "
        + "-SupabaseToken, or name its place: Set-XmrtProfile <name> -SupabaseTokenFrom secret:<name>.",
        connection);

    public static XmrtException NoProjectRef(string connection) => new(
        "NoProjectRef",
        ErrorKind.InvalidState,
        $"The connection '{connection}' does not say which project of Supabase it is.",
        "Connect-Xmrt with -ProjectRef <20 letters>, or Set-XmrtProfile <name> -ProjectRef ….",
        connection);

    public static XmrtException NoSupabaseUrl(string connection) => new(
        "NoSupabaseUrl",
        ErrorKind.InvalidState,
        $"The connection '{connection}' has no address of a Supabase project.",
        "Connect-Xmrt with -ProjectRef <20 letters>, or with -SupabaseUrl where it has an address of its own.",
        connection);

    public static XmrtException NoServiceKey(string connection) => new(
        "NoServiceKey",
        ErrorKind.AuthenticationFailed,
        $"The connection '{connection}' has no service key of the Supabase project.",
        "Set SUPABASE_SERVICE_ROLE_KEY, give Connect-Xmrt -ServiceKey, or name its place: "
        + "Set-XmrtProfile <name> -ServiceKeyFrom secret:<name>.",
        connection);

    public static XmrtException NoAnonKey(string connection) => new(
        "NoAnonKey",
        ErrorKind.AuthenticationFailed,
        $"The connection '{connection}' has no anon key of the Supabase project.",
        "Set SUPABASE_ANON_KEY, give Connect-Xmrt -AnonKey, or name its place: "
        + "Set-XmrtProfile <name> -AnonKeyFrom secret:<name>.",
        connection);

    public static XmrtException KeyOfAnotherProject(string connection, string what) => new(
        "KeyOfAnotherProject",
        ErrorKind.SecurityRefused,
        $"The {what} of the connection '{connection}' is another project's, or not for that role. It was not sent.",
        "Get the project's own from its dashboard (Settings, API keys) and give it by Connect-Xmrt.",
        connection);

    public static XmrtException InvalidPathValue(string what) => new(
        "InvalidPathValue",
        ErrorKind.InvalidArgument,
        $"This cannot be a name or identifier of {what}.",
        "Give the name as the platform lists it.");

    public static XmrtException Unauthorized(PlatformFault fault, string remedy) => fault.Condition(
        "Unauthorized",
        ErrorKind.AuthenticationFailed,
        $"{fault.Platform} does not accept the token: it is wrong, expired or withdrawn",
        remedy);

    public static XmrtException Forbidden(PlatformFault fault, string reason, string remedy) => fault.Condition(
        "Forbidden", ErrorKind.PermissionDenied, $"{fault.Platform} refuses: {reason}", remedy);

    public static XmrtException PlanLacksFeature(PlatformFault fault) => fault.Condition(
        "PlanLacksFeature",
        ErrorKind.LimitReached,
        $"{fault.Platform} asks for another plan: this is not part of it, or its limits are used up",
        "See plan and usage in the dashboard, under Billing.");

    public static XmrtException NotFound(PlatformFault fault, string what, string remedy) => fault.Condition(
        "NotFound", ErrorKind.ObjectNotFound, $"{fault.Platform} has no {what}", remedy);

    public static XmrtException ProjectPaused(PlatformFault fault) => fault.Condition(
        "ProjectPaused",
        ErrorKind.InvalidState,
        "The Supabase project is paused: none of its services answers",
        "Restore it in the dashboard (Project, Restore); it takes minutes. After 90 days it cannot be restored any more.");

    public static XmrtException ProjectRemoved(PlatformFault fault) => fault.Condition(
        "ProjectRemoved",
        ErrorKind.ObjectNotFound,
        "The Supabase project has been removed",
        "Check -ProjectRef; the dashboard lists the projects there are.");

    public static XmrtException RateLimited(PlatformFault fault, TimeSpan? patience)
    {
        string at = fault.RetryAt is { } moment
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{moment.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC")
            : "";
        string limit = patience is { } most
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"; a question waits {most.TotalMinutes:0.#} min at most for that")
            : "";
        return fault.Condition(
            "RateLimited",
            ErrorKind.Busy,
            $"{fault.Platform} takes no more requests for now{(at.Length > 0 ? $", until {at}" : "")}{limit}",
            $"Try again {(at.Length > 0 ? $"after {at}" : "in some minutes")}, and ask for less at once. All tokens of one user share the "
            + "limit, other tools and pipelines included.");
    }

    public static XmrtException PlatformRefused(PlatformFault fault) => fault.Condition(
        "PlatformRefused",
        ErrorKind.InvalidArgument,
        $"{fault.Platform} refuses the request",
        "The platform's own words are in the message; a request that is refused so has changed nothing.");

    public static XmrtException LogQueryRejected(PlatformFault fault) => fault.Condition(
        "LogQueryRejected",
        ErrorKind.InvalidArgument,
        "Supabase's logs do not answer this question",
        "The logs speak ClickHouse's SQL over one table: count() and not count(*), named columns, a day at most.");

    public static XmrtException PlatformConflict(PlatformFault fault) => fault.Condition(
        "PlatformConflict",
        ErrorKind.InvalidState,
        $"{fault.Platform} refuses for now: it is so already, or another job is under way",
        "Look at the state again, and repeat the command if it is still needed.");

    public static XmrtException PlatformUnavailable(PlatformFault fault, Exception? cause = null) => fault.Condition(
        "PlatformUnavailable",
        ErrorKind.ConnectionFailed,
        $"{fault.Platform} has a fault of its own",
        "See www.vercel-status.com and status.supabase.com, and try again.",
        cause);

    public static XmrtException PlatformTimeout(PlatformFault fault, Exception? cause = null) => fault.Condition(
        "PlatformTimeout",
        ErrorKind.TimedOut,
        $"{fault.Platform} did not answer in time",
        "Try again; see www.vercel-status.com and status.supabase.com.",
        cause);

    public static XmrtException PlatformUnreachable(PlatformFault fault, string reason, Exception? cause = null) => fault.Condition(
        "PlatformUnreachable",
        ErrorKind.ConnectionFailed,
        $"{fault.Platform} cannot be reached: {reason}. Nothing was done",
        "Check the network, a proxy (HTTPS_PROXY) and the address that the connection names.",
        cause);

    public static XmrtException UnreadableAnswer(PlatformFault fault, string reason, Exception? cause = null) => fault.Condition(
        "UnreadableAnswer",
        ErrorKind.InvalidData,
        $"{fault.Platform}'s answer cannot be read: {reason}",
        "A proxy or login page in between answers so too: check the address and the network, and try again.",
        cause);

    public static XmrtException PlatformRedirected(PlatformFault fault, string host) => fault.Condition(
        "PlatformRedirected",
        ErrorKind.SecurityRefused,
        $"{fault.Platform} points to {host}. The token was not sent there",
        "Check the address of the API; a login page in between redirects too.");
}
