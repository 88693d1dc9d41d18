using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Authentication;

/// <summary>What is to be tried, and as whom.</summary>
internal sealed record PolicyTestRequest
{
    public required RelationName Table { get; init; }

    public required string Role { get; init; }

    public required RoleClaims Claims { get; init; }

    /// <summary>Names of the claims that were given.</summary>
    public required IReadOnlyCollection<string> ClaimNames { get; init; }

    public required IReadOnlyList<PolicyCommand> Actions { get; init; }

    /// <summary>The row to insert, by column, as JSON; null: one of defaults.</summary>
    public string? Row { get; init; }

    /// <summary>Columns of the row to insert.</summary>
    public IReadOnlyCollection<string> RowColumns { get; init; } = [];

    public bool AllowTriggers { get; init; }
}
