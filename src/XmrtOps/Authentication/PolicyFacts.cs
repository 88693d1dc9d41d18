using XmrtOps.Data;

namespace XmrtOps.Authentication;

/// <summary>What the catalogue says of a table's row level security, unjudged.</summary>
internal sealed record PolicyFacts
{
    public required string Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>pg_class.relkind.</summary>
    public required char Kind { get; init; }

    public required string Owner { get; init; }

    public bool RowSecurity { get; init; }

    public bool Forced { get; init; }

    public bool IsInvoker { get; init; }

    public required IReadOnlyList<(RowPolicy Policy, IReadOnlySet<string> AppliesTo)> Policies { get; init; }

    public required IReadOnlyDictionary<string, RoleGrants> Grants { get; init; }

    public required IReadOnlyList<PolicyColumn> Columns { get; init; }

    public DateTimeOffset MeasuredAt { get; init; }

    public RelationName Relation => new(Schema, Name);

    public bool IsView => Kind is 'v' or 'm';

    /// <summary>Policies decide for this role.</summary>
    public bool IsFiltered(RoleGrants role) => RowSecurity && !role.BypassesRowSecurity && (!role.Owns || Forced);

    /// <summary>The policies that decide about a command of a role.</summary>
    public IEnumerable<RowPolicy> PoliciesOf(string role, PolicyCommand command) => Policies
        .Where(one => one.AppliesTo.Contains(role)
            && (one.Policy.Command == "ALL" || string.Equals(one.Policy.Command, command.ToString(), StringComparison.OrdinalIgnoreCase)))
        .Select(one => one.Policy);
}
