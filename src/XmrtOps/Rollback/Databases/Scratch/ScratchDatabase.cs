using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;
using XmrtOps.Sandbox;
using XmrtOps.Sandboxes;

namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>A server of our own with the schema of a database and the first rows of some of its tables, gone when it is disposed.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    /// <summary>Rows that are copied of each table that is concerned; of the history all are.</summary>
    internal const int RowsPerTable = 1000;

    private static readonly RelationName s_history = new("supabase_migrations", "schema_migrations");

    private readonly RunningSandbox _server;

    private ScratchDatabase(RunningSandbox server) => _server = server;

    /// <summary>As the role of the target's connection, under its name.</summary>
    public XmrtConnection Connection { get; private set; } = null!;

    public ScratchCopy Copy { get; private set; } = null!;

    /// <param name="target">The database, which is only read.</param>
    /// <param name="tables">Those to copy rows of.</param>
    /// <param name="postgresBin">Folder of PostgreSQL's programs; null: found.</param>
    /// <param name="folder">A folder of this account's alone.</param>
    /// <param name="notices">Told how far it is.</param>
    /// <param name="cancellation">Ends it; nothing of it is left then.</param>
    /// <exception cref="Faults.XmrtException">Those of starting a sandbox, PgDumpUnfit, SchemaCopyFailed, and those of reading.</exception>
    public static async Task<ScratchDatabase> MakeAsync(
        XmrtConnection target, IReadOnlyList<RelationName> tables, string? postgresBin, string folder, INotices notices, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        SandboxOptions options = new()
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"dryrun-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"),
            PostgresBin = postgresBin,
            Seeded = false,
        };
        ScratchDatabase scratch = new(await SandboxWork.TranslateAsync(() => SandboxHost.StartAsync(options, progress: null, cancellation)));
        try
        {
            notices.Verbose($"Scratch server {scratch._server}, PostgreSQL {scratch._server.PostgresVersion}");
            ScratchCopy copy = await scratch.FillAsync(target, tables, folder, notices, cancellation);
            scratch.Copy = copy with { DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1) };
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await Connection.CloseAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task<ScratchCopy> FillAsync(
        XmrtConnection target, IReadOnlyList<RelationName> tables, string folder, INotices notices, CancellationToken cancellation)
    {
        PostgresTools tools = new(_server.PostgresBin, Version.Parse(_server.PostgresVersion), folder);
        tools.Check(target);
        string role = target.Role ?? _server.AdministratorUserName;
        bool isAdministrator = role == _server.AdministratorUserName;
        string password = isAdministrator ? _server.AdministratorPassword : RandomNumberGenerator.GetHexString(32, lowercase: true);
        StringBuilder prepare = new();
        StringBuilder rows = new("SET session_replication_role = replica;\n");
        (List<RelationName> unreadable, long count, List<string> incomplete) = await target.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                List<string> roles = await transaction.QueryAsync(
                    Sql.Of("Rollback/Databases/Scratch/ScratchRoles.sql"), [_server.AdministratorUserName], row => row.GetString(0), cancellation);
                prepare.AppendJoin('\n', roles.Select(statement => statement + ";")).Append('\n');
                List<RelationName> hidden = await transaction.QueryAsync(
                    Sql.Of("Rollback/Databases/Scratch/UnreadableTables.sql"), [], row => new RelationName(row.GetString(0), row.GetString(1)), cancellation);
                ScratchRows copied = new(transaction, folder, rows);
                await copied.WriteAsync([s_history], limit: null, cancellation);
                await copied.WriteAsync([.. tables.Where(table => table != s_history && !hidden.Contains(table))], RowsPerTable, cancellation);
                return (hidden, copied.Count, (List<string>)
                [
                    .. copied.Hidden.Select(table => $"row level security hides rows of {table} from '{role}'"),
                    .. tables.Where(hidden.Contains).Select(table => $"'{role}' may not read {table}"),
                ]);
            },
            cancellation);
        if (!isAdministrator)
        {
            prepare.Append(CultureInfo.InvariantCulture, $"ALTER ROLE {DatabaseTransaction.QuoteIdentifier(role)} LOGIN PASSWORD '{password}';\n");
        }

        string[] files = [Path.Combine(folder, "prepare.sql"), Path.Combine(folder, "schema.sql"), Path.Combine(folder, "rows.sql")];
        await File.WriteAllTextAsync(files[0], prepare.ToString(), cancellation);
        await tools.DumpAsync(target, files[1], unreadable, cancellation);
        await File.WriteAllTextAsync(files[2], rows.ToString(), cancellation);
        IReadOnlyList<string> failed = await tools.LoadAsync(
            _server.Host, _server.Port, _server.AdministratorUserName, _server.AdministratorPassword, files, cancellation);
        string[] problems =
        [
            .. unreadable.Select(table => $"{table} may not be read"),
            // Who makes the server is there already.
            .. failed.Where(line => !line.Contains($"role \"{_server.AdministratorUserName}\" already exists", StringComparison.Ordinal)
                && line != "schema \"public\" already exists"),
        ];
        Connection = await ConnectionOpener.OpenAsync(
            new ConnectionRequest
            {
                Name = target.Name,
                Database = new DatabaseTarget
                {
                    Host = _server.Host, Port = _server.Port, Database = "postgres", UserName = role, ExplicitTls = TlsMode.Disable,
                },
                Password = password,
            },
            notices,
            cancellation);
        return new ScratchCopy(count, problems, incomplete, 0);
    }
}
