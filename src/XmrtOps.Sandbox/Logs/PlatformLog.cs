using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace XmrtOps.Sandbox.Logs;

/// <summary>
/// The platform's logs: rows in the sandbox's PostgreSQL. What is written waits in memory until somebody asks, or until
/// there is much of it.
/// </summary>
internal sealed class PlatformLog(NpgsqlDataSource source, string schema) : IPlatformLog, IAsyncDisposable
{
    private const int MostWaiting = 500;

    // Nothing of it may be in what the sandbox's statistics show of the application.
    private const string Quiet = "SET LOCAL pg_stat_statements.track = 'none'; ";

    private readonly ConcurrentQueue<PlatformLogEntry> _waiting = new();
    private readonly SemaphoreSlim _saving = new(1);

    /// <summary>A query has come, and is about to be run.</summary>
    public Action? Asked { get; set; }

    /// <summary>The table, as PostgreSQL names it.</summary>
    public string Table => $"{schema}.logs";

    public void Write(PlatformLogEntry entry)
    {
        _waiting.Enqueue(entry);
        if (_waiting.Count == MostWaiting) _ = Task.Run(() => SaveAsync(CancellationToken.None));
    }

    /// <summary>Runs a query over all that was written until now, READ ONLY.</summary>
    /// <exception cref="PostgresException">The server refuses it.</exception>
    public async Task<T> QueryAsync<T>(
        LogQuery query, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        Asked?.Invoke();
        await SaveAsync(cancellation).ConfigureAwait(false);
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await ExecuteAsync(
                    connection, Quiet + "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '10s'", cancellation).ConfigureAwait(false);
                var command = new NpgsqlCommand(query.Sql, connection, transaction);
                await using var _ = command.ConfigureAwait(false);
                query.Parameters.AddTo(command);
                var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    return await read(reader, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes the schema and its empty table.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            await ExecuteAsync(connection, LogDatabase.SchemaOf(schema), cancellation).ConfigureAwait(false);
    }

    /// <summary>Saves what waits, and has the planner know how much there is: after a hundred thousand rows at once it would
    /// sort all of them for every page.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await SaveAsync(cancellation).ConfigureAwait(false);
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            await ExecuteAsync(connection, $"ANALYZE {Table}", cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        _saving.Dispose();
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        // Also where nothing waits: what another is just saving has to be there before it can be asked for.
        await _saving.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var rows = new List<PlatformLogEntry>();
            while (_waiting.TryDequeue(out var row)) rows.Add(row);
            if (rows.Count > 0) await InsertAsync(rows, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task InsertAsync(List<PlatformLogEntry> rows, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            await ExecuteAsync(connection, Quiet, cancellation).ConfigureAwait(false);
            var command = new NpgsqlCommand(
                $"INSERT INTO {Table} SELECT * FROM unnest($1::uuid[], $2::timestamp[], $3::text[], $4::text[], $5::text[], $6::jsonb[])",
                connection,
                transaction);
            await using var __ = command.ConfigureAwait(false);
            Add(NpgsqlDbType.Uuid, row => row.Id);
            Add(NpgsqlDbType.Timestamp, row => DateTime.SpecifyKind(row.Timestamp.UtcDateTime, DateTimeKind.Unspecified));
            Add(NpgsqlDbType.Text, row => row.Source);
            Add(NpgsqlDbType.Text, row => Clean(row.Message));
            Add(NpgsqlDbType.Text, row => row.Severity);
            Add(NpgsqlDbType.Jsonb, row => Clean(JsonSerializer.Serialize(row.Attributes)));
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);

            void Add<T>(NpgsqlDbType type, Func<PlatformLogEntry, T> value) => command.Parameters.Add(
                new NpgsqlParameter { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    // PostgreSQL keeps no zero byte, neither as it is nor escaped in JSON.
    private static string Clean(string text) =>
        text.Replace("\0", "", StringComparison.Ordinal).Replace("\\u0000", "", StringComparison.Ordinal);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
