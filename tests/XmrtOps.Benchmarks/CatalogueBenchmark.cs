using System.Data;
using System.Data.Common;
using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>A list of 10,000 tables or of their indexes, against the same SQL in the same transaction by the driver.</summary>
internal sealed class CatalogueBenchmark : ConnectedBenchmark
{
    private const int Tables = 10_000;

    private readonly string _command;
    private readonly (string Sql, object[] Parameters)[] _statements;

    private CatalogueBenchmark(
        RunningSandbox sandbox, string name, string command, (string Sql, object[] Parameters)[] statements)
        : base(sandbox)
    {
        Name = name;
        _command = command;
        _statements = statements;
    }

    public override string Name { get; }

    protected override string Database => "many_tables";

    protected override int Rounds => 9;

    protected override string Description => string.Create(
        CultureInfo.InvariantCulture, $"{_command} of {Tables:N0} tables, warm / its SQL by the bare driver");

    public static CatalogueBenchmark OfTables(RunningSandbox sandbox, bool isAll) => new(
        sandbox,
        isAll ? "tables-all" : "tables",
        isAll ? "Get-XmrtTable -All" : "Get-XmrtTable",
        [
            (Sql.Of("Database/Tables/Server.sql"), []),
            (Sql.Of("Database/Tables/Tables.sql"),
                ["TotalSize", DBNull.Value, DBNull.Value, false, 0L, isAll ? DBNull.Value : 20L, false]),
        ]);

    public static CatalogueBenchmark OfIndexes(RunningSandbox sandbox, bool isAll) => new(
        sandbox,
        isAll ? "indexes-all" : "indexes",
        isAll ? "Get-XmrtIndex -All" : "Get-XmrtIndex",
        [
            (Sql.Of("Database/Indexes/IndexServer.sql"), []),
            (Sql.Of("Database/Indexes/Indexes.sql"),
            [
                DBNull.Value, DBNull.Value, DBNull.Value, false, 0L, isAll ? DBNull.Value : 20L, false, DBNull.Value,
                DBNull.Value,
            ]),
        ]);

    protected override async Task FillAsync(DbDataSource administrator)
    {
        await using DbCommand isThere = administrator.CreateCommand(
            $"SELECT count(*) > 0 FROM pg_database WHERE datname = '{Database}'");
        if (await isThere.ExecuteScalarAsync() is true)
        {
            return;
        }

        await RunAsync(administrator, $"CREATE DATABASE {Database} TEMPLATE template0 OWNER postgres");
        await using DbDataSource filler = Administrator(Database);
        // In pieces: each table takes its locks until the end of its transaction.
        for (int first = 1; first <= Tables; first += 200)
        {
            await RunAsync(filler, string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                  DO $fill$
                  BEGIN
                      FOR i IN {{first}}..{{first + 199}} LOOP
                          EXECUTE format('CREATE UNLOGGED TABLE public.t%s (id bigint PRIMARY KEY, name text, at timestamptz)', i);
                          EXECUTE format('INSERT INTO public.t%s SELECT n, n::text, now() FROM generate_series(1, %s) n', i, 1 + i % 300);
                          EXECUTE format('CREATE INDEX ON public.t%s (at)', i);
                          EXECUTE format('ANALYZE public.t%s', i);
                      END LOOP;
                  END
                  $fill$
                  """));
        }
    }

    protected override Task OursAsync()
    {
        int rows = Session.Run($"{_command} -WarningAction Ignore | Out-Null; 10").Succeeded().Output.Count;
        return rows == 1 ? Task.CompletedTask : throw new InvalidOperationException("The cmdlet did not answer.");
    }

    protected override async Task TheirsAsync()
    {
        await using DbConnection connection = await Driver.OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using DbBatch batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = 120;
        Add(batch, DatabaseTransaction.Prologue(Limits.ExactRead, isReadOnly: true, "bench"), []);
        foreach ((string sql, object[] parameters) in _statements)
        {
            Add(batch, sql, parameters);
        }

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
        Limit = "<= 2.0",
        IsMet = measured.Ratio <= 2.0,
    };

    private static void Add(DbBatch batch, string sql, object[] parameters)
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
