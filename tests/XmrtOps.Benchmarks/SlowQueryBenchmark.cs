using System.Data;
using System.Data.Common;
using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>Ten of 5,000 statements by the cmdlet, against the same SQL in the same transaction by the driver.</summary>
internal sealed class SlowQueryBenchmark(RunningSandbox sandbox) : ConnectedBenchmark(sandbox)
{
    private string _statement = "";

    public override string Name => "slowquery";

    protected override int Rounds => 51;

    protected override string Description => "Get-XmrtSlowQuery, 10 of 5,000 statements, warm / its SQL by the bare driver";

    protected override async Task FillAsync(DbDataSource administrator)
    {
        // Every pair of column counts is a statement of its own: 70 x 70 = 4,900, below the default maximum of 5,000.
        for (int texts = 1; texts <= 70; texts++)
        {
            string text = string.Concat(Enumerable.Repeat(", 'a'", texts));
            await RunAsync(
                administrator,
                string.Concat(Enumerable.Range(1, 70).Select(numbers =>
                    $"SELECT {string.Join(", ", Enumerable.Repeat("1", numbers))}{text};")));
        }

        await using DbCommand version = administrator.CreateCommand(
            "SELECT extversion FROM pg_extension WHERE extname = 'pg_stat_statements'");
        string found = (string)(await version.ExecuteScalarAsync())!;
        _statement = Sql.Of(Version.Parse(found) switch
        {
            { Minor: >= 11 } => "Database/SlowQuery.1.11.sql",
            { Minor: >= 9 } => "Database/SlowQuery.1.9.sql",
            _ => "Database/SlowQuery.1.8.sql",
        });
    }

    protected override Task OursAsync()
    {
        int rows = Session.Run("Get-XmrtSlowQuery -First 10 -WarningAction Ignore | Out-Null; 10").Succeeded().Output.Count;
        return rows == 1 ? Task.CompletedTask : throw new InvalidOperationException("The cmdlet did not answer.");
    }

    protected override async Task TheirsAsync()
    {
        await using DbConnection connection = await Driver.OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using DbBatch batch = connection.CreateBatch();
        batch.Transaction = transaction;
        Add(batch, DatabaseTransaction.Prologue(Limits.Read, isReadOnly: true, "bench", "\"extensions\""));
        Add(batch, Sql.Of("Database/StatementStatistics.sql"));
        Add(batch, Sql.Of("Database/StatementEvictions.sql"));
        Add(batch, _statement, "MeanTime", 0d, 0L, DBNull.Value, DBNull.Value, 0L, 10L, DBNull.Value);
        await using (DbDataReader reader = await batch.ExecuteReaderAsync())
        {
            do
            {
                while (await reader.ReadAsync())
                {
                    object[] values = new object[reader.FieldCount];
                    reader.GetValues(values);
                }
            }
            while (await reader.NextResultAsync());
        }

        await transaction.CommitAsync();
    }

    protected override Measurement Judge(Measurement measured) => measured with
    {
        Limit = "<= 1.5 or 5 ms more",
        IsMet = measured.Ratio <= 1.5 || measured.OursMs - measured.TheirsMs <= 5,
    };

    private static void Add(DbBatch batch, string sql, params object[] parameters)
    {
        DbBatchCommand command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (object value in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }
}
