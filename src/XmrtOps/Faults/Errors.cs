namespace XmrtOps.Faults;

/// <summary>
/// Every condition that XmrtOps reports, one factory each: its ErrorId never changes, its message names the cause, its
/// remedy says what to type or whom to ask. No message holds a secret or the value of a row.
/// </summary>
internal static partial class Errors
{
    // --- Connections ------------------------------------------------------------------------------------------------

    public static XmrtException NotConnected() => new(
        "NotConnected",
        ErrorKind.ConnectionFailed,
        "There is no current connection.",
        "Run Connect-Xmrt with a profile or a postgresql:// URL, or 'Start-XmrtSandbox | Connect-Xmrt' to practise.");

    public static XmrtException UnknownConnection(string name) => new(
        "UnknownConnection",
        ErrorKind.ObjectNotFound,
        $"'{name}' is neither an open connection nor a profile. Nothing else was tried.",
        "Get-XmrtConnection lists the open connections, Get-XmrtProfile the profiles.",
        name);

    public static XmrtException ConnectionClosed(string name) => new(
        "ConnectionClosed",
        ErrorKind.InvalidState,
        $"The connection '{name}' has been closed.",
        "Connect again with Connect-Xmrt.",
        name);

    public static XmrtException ConnectionNameTaken(string name, string target) => new(
        "ConnectionNameTaken",
        ErrorKind.InvalidArgument,
        $"In this session '{name}' is the name of {target}. Records of that system carry the name, "
        + "so that it cannot be given to another one.",
        "Choose another -Name.",
        name);

    public static XmrtException NoDatabase(string name) => new(
        "NoDatabase",
        ErrorKind.InvalidState,
        $"The connection '{name}' was made without a database.",
        "Connect with a postgresql:// URL, -HostName or a profile that names a database.",
        name);

    public static XmrtException NothingToConnectTo() => new(
        "NothingToConnectTo",
        ErrorKind.InvalidArgument,
        "No target was given.",
        "Name a profile, a postgresql:// URL, -HostName, -ProjectRef or -FrontendUrl.");

    public static XmrtException InvalidTarget(string reason, object? target = null) => new(
        "InvalidTarget",
        ErrorKind.InvalidArgument,
        reason,
        "Examples: postgresql://user@host:5432/postgres?sslmode=verify-full or 'host=… dbname=… user=…'.",
        target);

    /// <param name="meant">The known parameter that looks like it. The unknown one is not repeated: where a password was
    /// not quoted or escaped, it is a part of it.</param>
    public static XmrtException UnknownConnectionParameter(string? meant) => new(
        "UnknownConnectionParameter",
        ErrorKind.InvalidArgument,
        meant is null
            ? "The connection text has a parameter that is none, or a value that is not quoted or escaped."
            : $"The connection text has a parameter that is none. Was '{meant}' meant?",
        "The parameters are those of libpq, such as sslmode, sslrootcert, connect_timeout, application_name.",
        meant);

    public static XmrtException ServiceNotFound(string service, string files) => new(
        "ServiceNotFound",
        ErrorKind.ObjectNotFound,
        $"The service '{service}' is defined in none of: {files}.",
        "Set PGSERVICEFILE to the file that defines it.",
        service);

    public static XmrtException HostUnreachable(string target, string reason, Exception? cause = null) => new(
        "HostUnreachable",
        ErrorKind.ConnectionFailed,
        $"No connection to {target}: {reason}.",
        "Check host and port, the network and whether the project is paused. Supabase's direct host "
        + "(db.<ref>.supabase.co) is reached by IPv6 only; the pooler's host (*.pooler.supabase.com) by IPv4.",
        target,
        cause);

    public static XmrtException ConnectTimedOut(string target, double seconds, Exception? cause = null) => new(
        "ConnectTimedOut",
        ErrorKind.TimedOut,
        $"{target} did not answer within {seconds:0.#} s.",
        "Check the network and the project's status; -ConnectTimeout waits longer.",
        target,
        cause);

    public static XmrtException PasswordRefused(string target, string user, Exception? cause = null) => new(
        "PasswordRefused",
        ErrorKind.AuthenticationFailed,
        $"{target} refused the password of '{user}', or knows no such role.",
        "Give -Credential, or set PGPASSWORD or .pgpass. Behind Supabase's pooler the user is 'postgres.<ref>'.",
        target,
        cause);

    public static XmrtException PasswordMissing(string target, string user, Exception? cause = null) => new(
        "PasswordMissing",
        ErrorKind.AuthenticationFailed,
        $"{target} asks for a password of '{user}', and none was found.",
        "Give -Credential, set PGPASSWORD, or add a line to .pgpass; it must not be readable by others.",
        target,
        cause);

    public static XmrtException LoginRefused(string target, string reason, Exception? cause = null) => new(
        "LoginRefused",
        ErrorKind.AuthenticationFailed,
        $"{target} refused the login: {reason}.",
        "Check user, database, TLS and the network restrictions of the project.",
        target,
        cause);

    public static XmrtException DatabaseNotFound(string target, string database, Exception? cause = null) => new(
        "DatabaseNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} has no database '{database}'.",
        "Supabase's database is called 'postgres'.",
        target,
        cause);

    public static XmrtException TooManyConnections(string target, string reason, Exception? cause = null) => new(
        "TooManyConnections",
        ErrorKind.LimitReached,
        $"{target} has no connection left: {reason}.",
        "Connect through the pooler (port 6543), or end idle sessions. A console that is still connected tells whose they "
        + "are: Get-XmrtActivity -State Idle -All. Superusers have some connections of their own left.",
        target,
        cause);

    public static XmrtException ServerNotReady(string target, string reason, Exception? cause = null) => new(
        "ServerNotReady",
        ErrorKind.Busy,
        $"{target} does not take connections now: {reason}.",
        "It is starting, stopping or recovering. Try again shortly; look at the project's status.",
        target,
        cause);

    public static XmrtException TlsRefused(string target, Exception? cause = null) => new(
        "TlsRefused",
        ErrorKind.SecurityRefused,
        $"{target} does not offer TLS, and it is not on this machine.",
        "Ask why: a server of Supabase always offers it. To go without on a network you trust, add sslmode=disable.",
        target,
        cause);

    public static XmrtException CertificateNotTrusted(string target, string reason, Exception? cause = null) => new(
        "CertificateNotTrusted",
        ErrorKind.SecurityRefused,
        $"The certificate of {target} is not trusted: {reason}.",
        "Supabase signs with a root of its own: download it in the dashboard (Project Settings, Database, SSL "
        + "Configuration) and name the file by -RootCertificate, sslrootcert= in the URL, the profile or PGSSLROOTCERT.",
        target,
        cause);

    public static XmrtException RootCertificateUnreadable(string path, string reason, Exception? cause = null) => new(
        "RootCertificateUnreadable",
        ErrorKind.ObjectNotFound,
        $"The root certificate '{path}' cannot be used: {reason}.",
        "Name a PEM file by -RootCertificate, sslrootcert=, the profile or PGSSLROOTCERT.",
        path,
        cause);

    public static XmrtException SecretNotAvailable(
        string name, string reason, string advice = "", Exception? cause = null) => new(
        "SecretNotAvailable",
        ErrorKind.AuthenticationFailed,
        $"The secret '{name}' cannot be read: {reason}.",
        (advice + " A profile names secrets as 'env:VARIABLE' or 'secret:Vault/Name' (module SecretManagement).").TrimStart(),
        name,
        cause);

    // --- Running SQL ------------------------------------------------------------------------------------------------

    public static XmrtException ConnectionLost(string target, Exception? cause = null) => new(
        "ConnectionLost",
        ErrorKind.ConnectionFailed,
        $"{target} went away while it was being read. What came before is not the whole answer.",
        "Run the command again; Get-XmrtHealth tells whether the server is up.",
        target,
        cause);

    public static XmrtException OutcomeUnknown(string target, Exception? cause = null, PlatformFault? fault = null) => new(
        "OutcomeUnknown",
        ErrorKind.ConnectionFailed,
        fault is null
            ? $"{target} went away at the moment of the commit: the change may or may not have been made."
            : fault.Says($"The change was sent to {target}, but its answer was lost: it may or may not have been made"),
        "Look at the data before you run the command again. The journal keeps this as an unknown outcome.",
        target,
        cause)
    {
        Platform = fault,
    };

    public static XmrtException StatementTimedOut(string target, Exception? cause = null) => new(
        "StatementTimedOut",
        ErrorKind.TimedOut,
        $"{target} did not finish the statement within its limit and has cancelled it. Nothing was changed.",
        "Look for load and locks; a narrower question (-Since, -First) is answered sooner.",
        target,
        cause);

    public static XmrtException LockTimedOut(string target, Exception? cause = null) => new(
        "LockTimedOut",
        ErrorKind.Busy,
        $"{target}: another session holds a lock that the statement needs. Nothing was changed.",
        "Try again, or find the session that holds the lock: Get-XmrtLock, Get-XmrtActivity -IdleInTransaction.",
        target,
        cause);

    public static XmrtException RelationMissing(string target, string message, Exception? cause = null) => new(
        "RelationMissing",
        ErrorKind.ObjectNotFound,
        $"{target}: {message}. The database has another version of the schema than this command knows.",
        "Check that the connection leads to the XMRT database (Get-XmrtConnection), and which of its migrations were applied: Get-XmrtMigration.",
        target,
        cause);

    public static XmrtException ColumnMissing(string target, string message, Exception? cause = null) => new(
        "ColumnMissing",
        ErrorKind.ObjectNotFound,
        $"{target}: {message}. The database has another version of the schema than this command knows.",
        "Get-XmrtMigration shows which of the project's migrations were applied, which were not, and which were changed since.",
        target,
        cause);

    public static XmrtException PermissionDenied(string target, string message, Exception? cause = null) => new(
        "PermissionDenied",
        ErrorKind.PermissionDenied,
        $"{target}: {message}.",
        "Connect as a role that may, such as 'postgres', or have the privilege granted.",
        target,
        cause);

    public static XmrtException RowsHidden(string target, string table, string role) => new(
        "RowsHiddenByRls",
        ErrorKind.PermissionDenied,
        $"{target}: row level security hides rows of {table} from '{role}', so that the command would change "
        + "nothing, or less than it says, without an error. Nothing was changed.",
        "Connect as a role that bypasses row level security, such as 'postgres'.",
        target);

    public static XmrtException ReadOnlyServer(string target, Exception? cause = null) => new(
        "ReadOnlyServer",
        ErrorKind.InvalidState,
        $"{target} takes no changes now: it is a replica, or in read-only mode.",
        "Connect to the primary, or end read-only mode first.",
        target,
        cause);

    public static XmrtException Deadlock(string target, Exception? cause = null) => new(
        "Deadlock",
        ErrorKind.Busy,
        $"{target}: another session changed the same rows. This change was rolled back.",
        "Run the command again.",
        target,
        cause);

    public static XmrtException DatabaseError(string target, string sqlState, string message, Exception? cause = null) =>
        new(
            "DatabaseError",
            ErrorKind.InvalidState,
            $"{target} answered {sqlState}: {message}.",
            "The code is an SQLSTATE of PostgreSQL; run with -Verbose to see which statement it was.",
            target,
            cause);

    public static XmrtException PoolerUnfit(string target, string why) => new(
        "PoolerUnfit",
        ErrorKind.InvalidState,
        $"{target} is behind a transaction pooler: {why}.",
        "Connect by port 5432 (direct or session mode).",
        target);

    // --- Statement statistics ---------------------------------------------------------------------------------------

    public static XmrtException StatementsNotInstalled(string target) => new(
        "StatementsNotInstalled",
        ErrorKind.NotInstalled,
        $"{target} has no extension pg_stat_statements, so that nothing is known of its statements.",
        "CREATE EXTENSION pg_stat_statements SCHEMA extensions; (in Supabase: Database, Extensions).",
        target);

    public static XmrtException StatementsNotLoaded(string target, Exception? cause = null) => new(
        "StatementsNotLoaded",
        ErrorKind.NotInstalled,
        $"{target}: pg_stat_statements is installed but not loaded by the server.",
        "Add it to shared_preload_libraries and restart the server.",
        target,
        cause);

    // --- Arguments --------------------------------------------------------------------------------------------------

    public static XmrtException BareNumberAsTime(string text) => new(
        "BareNumberAsTime",
        ErrorKind.InvalidArgument,
        $"'{text}' has no unit: seconds, minutes or days?",
        "Write 90s, 5m, 1h or 30d (in quotes when assigned to a variable), a TimeSpan, or a date such as 2026-03-01T12:00Z.",
        text);

    public static XmrtException UnreadableTime(string text) => new(
        "UnreadableTime",
        ErrorKind.InvalidArgument,
        $"'{text}' is neither a duration nor a time.",
        "Write 90s, 5m, 1h or 30d (in quotes when assigned to a variable), a TimeSpan, or a date such as 2026-03-01T12:00Z.",
        text);

    public static XmrtException NotADuration(string parameter, string text) => new(
        "NotADuration",
        ErrorKind.InvalidArgument,
        $"-{parameter} wants a length of time, and '{text}' is a point in time.",
        "Write 90s, 5m, 1h or 30d.",
        text);

    public static XmrtException DurationNotPositive(string parameter, string text) => new(
        "DurationNotPositive",
        ErrorKind.InvalidArgument,
        $"-{parameter} has to be longer than zero, not '{text}'.",
        "Write 90s, 5m, 1h or 30d.",
        text);

    public static XmrtException DurationOutOfRange(string parameter, string text, string range) => new(
        "DurationOutOfRange",
        ErrorKind.InvalidArgument,
        $"-{parameter} has to be {range}, not '{text}'.",
        $"Write a length of time with its unit, {range}.",
        text);

    public static XmrtException AgeTooShort(string parameter, string text) => new(
        "AgeTooShort",
        ErrorKind.InvalidArgument,
        $"-{parameter} {text} is less than an hour ago; what changes data keeps the last hour.",
        "Write 1h or more.",
        text);

    public static XmrtException NothingSelected(string choices) => new(
        "NothingSelected",
        ErrorKind.InvalidArgument,
        "It is not said what is meant.",
        $"Give {choices}.");

    public static XmrtException InvalidWildcard(string parameter, string pattern) => new(
        "InvalidWildcard",
        ErrorKind.InvalidArgument,
        $"-{parameter} '{pattern}' is no valid wildcard pattern.",
        "To match *, ?, [ or ] themselves put a backtick before them.",
        pattern);

    // --- Profiles, state and journal --------------------------------------------------------------------------------

    public static XmrtException StateUnavailable(string path, string reason, Exception? cause = null) => new(
        "StateUnavailable",
        ErrorKind.WriteFailed,
        $"The state in '{path}' cannot be used: {reason}.",
        "Make the directory writable, or set XMRTOPS_HOME to one of your own on a local disk.",
        path,
        cause);

    public static XmrtException StateTooNew(string path, int found, int known) => new(
        "StateTooNew",
        ErrorKind.InvalidState,
        $"'{path}' was written by a newer XmrtOps (schema {found}, this one knows {known}).",
        "Update the module, or set XMRTOPS_HOME to another directory.",
        path);

    public static XmrtException StateDamaged(string path, Exception? cause = null) => new(
        "StateDamaged",
        ErrorKind.InvalidData,
        $"'{path}' is damaged: it is no readable SQLite file. Nothing was changed in it.",
        "Move it away, and a new one is made; sqlite3's .recover may save what was in it. Or put back a copy.",
        path,
        cause);

    public static XmrtException JournalOutcomeLost(Guid id, string outcome, XmrtException cause) => new(
        "JournalOutcomeLost",
        ErrorKind.WriteFailed,
        $"The command has ended ({outcome}), but the journal could not be told: entry {id} will show as Interrupted. "
        + cause.Message,
        cause.Remedy,
        cause.Target,
        cause);

    public static XmrtException JournalUnavailable(XmrtException cause) => new(
        "JournalUnavailable",
        ErrorKind.WriteFailed,
        $"The journal cannot be written, so nothing was changed. {cause.Message}",
        cause.Remedy + " To go ahead without a record use -WithoutJournal.",
        cause.Target,
        cause);

    public static XmrtException ProfileNotFound(string name) => new(
        "ProfileNotFound",
        ErrorKind.ObjectNotFound,
        $"There is no profile '{name}'.",
        "Get-XmrtProfile lists them; Set-XmrtProfile makes one.",
        name);

    public static XmrtException ProfilesUnreadable(string path, string reason, Exception? cause = null) => new(
        "ProfilesUnreadable",
        ErrorKind.InvalidData,
        $"The profiles in '{path}' cannot be read: {reason}.",
        "Mend the file, or move it away and make the profiles anew with Set-XmrtProfile.",
        path,
        cause);

    public static XmrtException InvalidProfileName(string reason) => new(
        "InvalidProfileName",
        ErrorKind.InvalidArgument,
        $"That is no name for a profile: {reason}.",
        "Choose a short word, such as production.");

    public static XmrtException InvalidProfileValue(string what, string reason) => new(
        "InvalidProfileValue",
        ErrorKind.InvalidArgument,
        $"{what} cannot be used: {reason}.",
        $"Set-XmrtProfile with -{what} sets it, and -Clear {what} takes it away.",
        what);

    public static XmrtException SecretInProfile(string what) => new(
        "SecretInProfile",
        ErrorKind.SecurityRefused,
        $"{what} holds a secret, or what may be one, and a profile stores none.",
        "Name where the secret is to be had, by -PasswordFrom, -VercelTokenFrom or -SupabaseTokenFrom: env:VARIABLE, "
        + "secret:Vault/Name or secret:Name.",
        what);

    public static XmrtException InvalidSecretSource(string what) => new(
        "InvalidSecretSource",
        ErrorKind.InvalidArgument,
        $"{what} does not name a place where a secret can be.",
        "Write env:VARIABLE, secret:Vault/Name or secret:Name.",
        what);

    // --- Sandbox ----------------------------------------------------------------------------------------------------

    public static XmrtException Sandbox(string condition, string message, string remedy, Exception? cause = null) => new(
        condition,
        ErrorKind.InvalidState,
        message,
        remedy,
        target: null,
        cause);

    public static XmrtException SandboxNotFound(string name) => new(
        "SandboxNotFound",
        ErrorKind.ObjectNotFound,
        $"There is no sandbox '{name}'.",
        "Get-XmrtSandbox lists them.",
        name);

    // --- Ours -------------------------------------------------------------------------------------------------------

    public static XmrtException Unexpected(Exception cause) => new(
        "Unexpected",
        ErrorKind.InvalidState,
        $"Something that XmrtOps does not know has failed: {cause.Message}",
        "Please report it with the output of '$Error[0].Exception.ToString()'.",
        target: null,
        cause);
}
