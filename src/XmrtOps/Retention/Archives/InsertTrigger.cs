using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>A trigger or rule that rows set off when they are put into a table.</summary>
/// <param name="Kind">TRIGGER or RULE.</param>
/// <param name="Name">Its name.</param>
/// <param name="Table">With its schema.</param>
/// <param name="IsAlways">It is enabled for replicas, too.</param>
internal sealed record InsertTrigger(string Kind, string Name, RelationName Table, bool IsAlways)
{
    /// <summary>Keeps it still.</summary>
    public string Disable => $"ALTER TABLE {Table.ToSql()} DISABLE {Kind} {DatabaseTransaction.QuoteIdentifier(Name)}";

    /// <summary>Makes it again what it was.</summary>
    public string Enable =>
        $"ALTER TABLE {Table.ToSql()} ENABLE {(IsAlways ? "ALWAYS " : "")}{Kind} {DatabaseTransaction.QuoteIdentifier(Name)}";

    /// <summary>As people read it.</summary>
#pragma warning disable CA1308 // Words, not keys.
    public override string ToString() => $"{Kind.ToLowerInvariant()} {Name} on {RetentionCascade.Shown(Table)}";
#pragma warning restore CA1308

    public static Task<List<InsertTrigger>> ReadAsync(
        DatabaseTransaction transaction, IEnumerable<ImportTable> tables, CancellationToken cancellation) =>
        transaction.QueryAsync(
            Sql.Of("Retention/Archives/InsertTriggers.sql"),
            [tables.Select(table => table.Table.ToSql()).ToArray()],
            row => new InsertTrigger(
                row.GetString(0), row.GetString(1), new RelationName(row.GetString(2), row.GetString(3)), row.GetString(4) == "A"),
            cancellation);
}
