using System.Data.Common;
using System.Globalization;
using XmrtOps.Adapters;

namespace XmrtOps.Connections;

/// <summary>What a database says of itself when it is connected to.</summary>
internal sealed record DatabaseProbe
{
    private const string Question =
        """
        SELECT /* XmrtOps */ current_database()::text, current_user::text, r.rolsuper, r.rolbypassrls OR r.rolsuper,
               current_setting('server_version'), current_setting('server_version_num')::int,
               pg_is_in_recovery(), pg_backend_pid(), s.version
        FROM pg_catalog.pg_roles r
        LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = pg_backend_pid()
        WHERE r.rolname = current_user
        """;

    public required string Database { get; init; }

    public required string Role { get; init; }

    public bool IsSuperuser { get; init; }

    public bool BypassesRowSecurity { get; init; }

    public required string ServerVersion { get; init; }

    public int ServerVersionNumber { get; init; }

    public bool IsInRecovery { get; init; }

    public PoolingMode Pooling { get; private init; }

    public string? PoolingEvidence { get; private init; }

    public string? Tls { get; private init; }

    public static async Task<DatabaseProbe> RunAsync(
        DbDataSource source, Func<bool> isTlsInUse, DatabaseTarget target, CancellationToken cancellation)
    {
        await using DbConnection first = await source.OpenConnectionAsync(cancellation);
        (DatabaseProbe probe, int backend, string? tlsVersion) = await AskAsync(first, cancellation);
        int announced = Postgres.AnnouncedProcessId(first);
        (PoolingMode mode, string evidence) = announced == backend
            ? (PoolingMode.Direct, string.Create(CultureInfo.InvariantCulture, $"backend {backend} announced itself"))
            : await JudgePoolerAsync(source, announced, backend, cancellation);
        return probe with
        {
            Pooling = mode,
            PoolingEvidence = evidence,
            // Behind a pooler the server's view is of the pooler's own connection.
            Tls = isTlsInUse()
                ? string.Join(", ", new[] { mode == PoolingMode.Direct ? tlsVersion : "TLS to the pooler", target.Tls.ToString() }
                    .Where(part => part is not null))
                : "none",
        };
    }

    private static async Task<(PoolingMode Mode, string Evidence)> JudgePoolerAsync(
        DbDataSource source, int announced, int backend, CancellationToken cancellation)
    {
        // Open while the first is, and idle: the same backend for both is possible in transaction mode only.
        await using DbConnection second = await source.OpenConnectionAsync(cancellation);
        int other = (await AskAsync(second, cancellation)).Backend;
        return other == backend
            ? (PoolingMode.Transaction, string.Create(
                CultureInfo.InvariantCulture,
                $"two connections open at once were served by backend {backend}"))
            : (PoolingMode.Unknown, string.Create(
                CultureInfo.InvariantCulture,
                $"process {announced} was announced and backends {backend} and {other} answered: a pooler, mode not told"));
    }

    private static async Task<(DatabaseProbe Probe, int Backend, string? TlsVersion)> AskAsync(
        DbConnection connection, CancellationToken cancellation)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Question;
        await using DbDataReader row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        DatabaseProbe probe = new()
        {
            Database = row.GetString(0),
            Role = row.GetString(1),
            IsSuperuser = row.GetBoolean(2),
            BypassesRowSecurity = row.GetBoolean(3),
            ServerVersion = row.GetString(4).Split(' ')[0],
            ServerVersionNumber = row.GetInt32(5),
            IsInRecovery = row.GetBoolean(6),
        };
        string? tls = await row.IsDBNullAsync(8, cancellation) ? null : row.GetString(8);
        return (probe, row.GetInt32(7), tls);
    }
}
