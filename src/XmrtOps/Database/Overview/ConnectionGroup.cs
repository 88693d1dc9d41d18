namespace XmrtOps.Database.Overview;

/// <summary>Connections of one role in one state.</summary>
public sealed record ConnectionGroup
{
    /// <summary>The role; null when it has been dropped.</summary>
    public string? Role { get; init; }

    /// <summary>What they do, such as active, idle, idle in transaction; null when hidden from our role.</summary>
    public string? State { get; init; }

    /// <summary>How many there are.</summary>
    public int Connections { get; init; }

    /// <summary>Role, state and number.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.CurrentCulture, $"{Role ?? "(dropped role)"} {State ?? "(state hidden)"}: {Connections:N0}");
}
