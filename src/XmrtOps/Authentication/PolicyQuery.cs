using XmrtOps.Data;

namespace XmrtOps.Authentication;

/// <summary>Which tables' policies are wanted, and for whom they are added up.</summary>
internal sealed record PolicyQuery
{
    public Wildcard? Table { get; init; }

    public Wildcard? Schema { get; init; }

    /// <summary>Exactly these tables; null: any.</summary>
    public IReadOnlyList<RelationName>? Tables { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = PolicyReader.DefaultRoles;

    /// <summary>Claims of the token beside the role.</summary>
    public IReadOnlyDictionary<string, object?> Claims { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, object?>.Empty;
}
