using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Data;

namespace XmrtOps.State;

/// <summary>Runs the embedded statements of State/ on one connection to the state file.</summary>
/// <param name="connection">Open, and its schema brought up to date.</param>
internal sealed class StateSession(DbConnection connection)
{
    /// <summary>The connection itself, for a transaction.</summary>
    public DbConnection Connection => connection;

    /// <summary>Runs a statement.</summary>
    /// <param name="file">Its file, such as <c>State/JournalBegin.sql</c>.</param>
    /// <param name="values">Those of $1, $2 and so on.</param>
    /// <param name="cancellation">Asked before it starts; SQLite itself does not stop half-way.</param>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string file, object?[] values, CancellationToken cancellation)
    {
        await using DbCommand command = Prepare(Sql.Of(file), values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Runs a statement once for each set of values: one preparation for thousands of rows.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="rows">Sets of values, all of one length.</param>
    /// <param name="cancellation">Asked before each.</param>
    public async Task ExecuteAllAsync(string file, IEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        DbCommand? command = null;
        try
        {
            foreach (object?[] values in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                command ??= Prepare(Sql.Of(file), values);
                for (int i = 0; i < values.Length; i++)
                {
                    command.Parameters[i].Value = values[i] ?? DBNull.Value;
                }

                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        finally
        {
            if (command is not null)
            {
                await command.DisposeAsync();
            }
        }
    }

    /// <summary>Reads rows one by one, for as long as they are asked for.</summary>
    public async IAsyncEnumerable<T> QueryAsync<T>(
        string file,
        object?[] values,
        Func<DbDataReader, T> map,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using DbCommand command = Prepare(Sql.Of(file), values);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return map(reader);
        }
    }

    /// <summary>Runs SQL text of this folder's own, such as a PRAGMA.</summary>
    /// <returns>The first value of its first row.</returns>
    public async Task<long> ScalarAsync(string sql, CancellationToken cancellation)
    {
        await using DbCommand command = Prepare(sql, []);
        object? value = await command.ExecuteScalarAsync(cancellation);
        return value is long number ? number : 0;
    }

    private DbCommand Prepare(string sql, object?[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i + 1}");
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
