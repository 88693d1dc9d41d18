namespace XmrtOps.Authentication;

/// <summary>What one role may do with a table by one command, by its privileges and policies.</summary>
public sealed record RoleAccess
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The command. UPDATE and DELETE are meant with a filter, as PostgREST sends them, which needs SELECT too.</summary>
    public required PolicyCommand Command { get; init; }

    /// <summary>What it adds up to.</summary>
    public required AccessVerdict Verdict { get; init; }

    /// <summary>The condition on rows that are there; null: none, or none that matters.</summary>
    public string? Using { get; init; }

    /// <summary>The condition on new rows; null: none, or none that matters.</summary>
    public string? Check { get; init; }

    /// <summary>The policies that apply.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>The only columns that the privilege is for; null: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Role, command and verdict.</summary>
    public override string ToString() => $"{Role} {Command}: {Verdict}";
}
