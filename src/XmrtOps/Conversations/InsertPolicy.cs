namespace XmrtOps.Conversations;

/// <summary>A policy of a table.</summary>
internal sealed record InsertPolicy
{
    public required string Name { get; init; }

    /// <summary>SELECT, INSERT, UPDATE, DELETE or ALL.</summary>
    public required string Command { get; init; }

    public bool IsPermissive { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public string? Using { get; init; }

    public string? Check { get; init; }

    /// <summary>Which of the roles that were asked for it applies to.</summary>
    public required IReadOnlyList<string> AppliesTo { get; init; }

    public bool IsOfInsert => Command is "INSERT" or "ALL";

    /// <summary>The condition that a new row has to meet: without one of its own, that of the rows to be seen.</summary>
    public string? InsertCheck => Check ?? Using;

    public bool IsAlwaysTrue => InsertCheck is "true" or "(true)";

    /// <summary>As a person reads it.</summary>
    public override string ToString() =>
        $"\"{Name}\" {(IsPermissive ? "" : "RESTRICTIVE ")}FOR {Command} TO {string.Join(", ", Roles)}"
        + (Using is null ? "" : $" USING ({Using})")
        + (Check is null ? "" : $" WITH CHECK ({Check})");
}
