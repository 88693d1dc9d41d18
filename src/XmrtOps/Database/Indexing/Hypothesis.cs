using XmrtOps.Connections;
using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// Indexes that only the planner of one backend believes in, by the extension hypopg. They outlive a rollback, so that
/// they are used on a connection that is closed afterwards.
/// </summary>
internal sealed class Hypothesis
{
    private static readonly Version s_hiding = new(1, 4);

    private readonly DatabaseTransaction _transaction;
    private readonly string _schema;

    private Hypothesis(DatabaseTransaction transaction, string schema, Version? version, string? reason)
    {
        _transaction = transaction;
        _schema = schema;
        Version = version;
        NotVerifiedReason = reason;
    }

    /// <summary>Of hypopg; null where it is not installed.</summary>
    public Version? Version { get; }

    /// <summary>Why the planner cannot be asked; null when it can.</summary>
    public string? NotVerifiedReason { get; }

    public bool CanHide => Version >= s_hiding;

    public static async Task<Hypothesis> OpenAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        List<(string? Default, string? Installed, string? Schema)> found = await transaction.QueryAsync(
            Sql.Of("Database/Indexing/Advisors.sql"),
            [],
            row => (row.StringOrNull(0), row.StringOrNull(1), row.StringOrNull(2)),
            cancellation);
        (string? Default, string? Installed, string? Schema) hypopg = found.FirstOrDefault();
        string? reason = hypopg switch
        {
            _ when connection.Pooling == PoolingMode.Transaction =>
                "Hypothetical indexes live in one backend, and a transaction pooler gives another one each time: "
                + "connect by port 5432 to ask the planner.",
            { Installed: not null } => null,
            { Default: { } version } =>
                $"The extension hypopg {version} is there but not installed: CREATE EXTENSION hypopg SCHEMA extensions; "
                + "lets the planner be asked.",
            _ => "This server has no extension hypopg, so that the planner could not be asked.",
        };
        Hypothesis hypothesis = new(
            transaction,
            IdentifierSql.Of(hypopg.Schema ?? "public"),
            hypopg.Installed is { } installed ? System.Version.Parse(installed) : null,
            reason);
        if (reason is null)
        {
            await hypothesis.ResetAsync(cancellation);
        }

        return hypothesis;
    }

    /// <summary>Makes one, and says what plans call it and how large it would be.</summary>
    public Task<(string Name, long SizeBytes)> CreateAsync(IndexDefinition definition, CancellationToken cancellation) =>
        _transaction.SingleAsync(
            $"SELECT h.indexname::text, {_schema}.hypopg_relation_size(h.indexrelid)::bigint FROM {_schema}.hypopg_create_index($1::text) h",
            [definition.ToSql(isConcurrent: false)],
            row => (row.GetString(0), row.GetInt64(1)),
            cancellation);

    public Task ResetAsync(CancellationToken cancellation) => AskAsync("hypopg_reset()", cancellation);

    public Task HideAsync(long index, CancellationToken cancellation) => _transaction.QueryAsync(
        $"SELECT {_schema}.hypopg_hide_index($1::bigint::oid)", [index], row => row.GetBoolean(0), cancellation);

    public Task ShowAllAsync(CancellationToken cancellation) => AskAsync("hypopg_unhide_all_indexes()", cancellation);

    private Task AskAsync(string function, CancellationToken cancellation) =>
        _transaction.RunAsync([($"SELECT {_schema}.{function}", [])], static (_, _) => Task.CompletedTask, cancellation);
}
