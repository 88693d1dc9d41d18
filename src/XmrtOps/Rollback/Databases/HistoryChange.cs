using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Rollback.Databases;

/// <summary>The one row of the history that a version's transaction writes or takes out.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Name">Its name.</param>
/// <param name="Statements">What is recorded; null: the row is taken out.</param>
internal sealed record HistoryChange(string Version, string? Name, IReadOnlyList<string>? Statements)
{
    private const string Remove = "DELETE FROM supabase_migrations.schema_migrations WHERE version = $1";

    private const string Form =
        """
        SELECT ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
                     WHERE attrelid = 'supabase_migrations.schema_migrations'::regclass AND attnum > 0 AND NOT attisdropped)
        """;

    /// <exception cref="XmrtException">MigrationHistoryMoved: it was not exactly one row.</exception>
    public async Task ApplyAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        long rows = Statements is null
            ? await transaction.ExecuteAsync(Remove, [Version], cancellation)
            : await InsertAsync(transaction, Statements, cancellation);
        if (rows != 1)
        {
            throw Errors.MigrationHistoryMoved(
                transaction.Target, $"version {Version} is {(Statements is null ? "not in it any more" : "in it already")}");
        }
    }

    /// <summary>It is so in the history already.</summary>
    public bool IsIn(IEnumerable<string> versions) => versions.Contains(Version, StringComparer.Ordinal) == Statements is not null;

    private async Task<long> InsertAsync(DatabaseTransaction transaction, IReadOnlyList<string> statements, CancellationToken cancellation)
    {
        // Older histories have the version alone, newer ones who wrote it.
        string[] there = await transaction.SingleAsync(Form, [], row => row.GetFieldValue<string[]>(0), cancellation);
        List<(string Column, object? Value)> values =
        [
            .. new (string Column, object? Value)[]
            {
                ("version", Version), ("name", Name), ("statements", statements.ToArray()), ("created_by", $"XmrtOps {Environment.UserName}"),
            }.Where(value => there.Contains(value.Column, StringComparer.Ordinal)),
        ];
        return await transaction.ExecuteAsync(
            $"INSERT INTO supabase_migrations.schema_migrations ({string.Join(", ", values.Select(value => value.Column))}) "
            + $"VALUES ({string.Join(", ", values.Select((_, i) => FormattableString.Invariant($"${i + 1}")))}) ON CONFLICT DO NOTHING",
            [.. values.Select(value => value.Value)],
            cancellation);
    }
}
