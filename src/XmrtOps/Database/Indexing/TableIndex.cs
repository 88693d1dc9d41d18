using XmrtOps.Faults;

namespace XmrtOps.Database.Indexing;

/// <summary>An index that a table has.</summary>
internal sealed record TableIndex
{
    public long TableOid { get; init; }

    public long Oid { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    public bool IsValid { get; init; }

    public bool IsReady { get; init; }

    /// <summary>Another session builds, drops or vacuums on the table right now.</summary>
    public bool IsBusy { get; init; }

    /// <summary>The index of the partitioned table that it is a part of.</summary>
    public long? Parent { get; init; }

    /// <summary>Null while another session locks it, and for what is no ordinary index.</summary>
    public IndexDefinition? Definition { get; init; }

    public static IndexDefinition? DefinitionOf(string? sql)
    {
        try
        {
            return sql is null ? null : IndexDefinition.Parse(sql);
        }
        catch (XmrtException)
        {
            // A form that we do not know: it can be compared with nothing.
            return null;
        }
    }
}
