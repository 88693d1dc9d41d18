namespace XmrtOps.Authentication;

/// <summary>What a role has of a table besides policies.</summary>
internal sealed record RoleGrants
{
    public required string Role { get; init; }

    public bool MayUseSchema { get; init; }

    /// <summary>Superuser, or BYPASSRLS.</summary>
    public bool BypassesRowSecurity { get; init; }

    /// <summary>It is the owner, or has the owner's privileges.</summary>
    public bool Owns { get; init; }

    /// <summary>Commands that are granted on the whole table.</summary>
    public required IReadOnlySet<PolicyCommand> Table { get; init; }

    /// <summary>Columns by command, from the table's privilege or their own.</summary>
    public required IReadOnlyDictionary<PolicyCommand, IReadOnlyList<string>> Columns { get; init; }

    /// <summary>Columns whose default asks a sequence that the role may not use.</summary>
    public IReadOnlyList<string> ClosedSequences { get; init; } = [];

    public bool Has(PolicyCommand command) =>
        MayUseSchema && (Table.Contains(command) || (Columns.TryGetValue(command, out IReadOnlyList<string>? some) && some.Count > 0));
}
