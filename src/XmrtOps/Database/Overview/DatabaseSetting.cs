namespace XmrtOps.Database.Overview;

/// <summary>A setting of the server, as new sessions of our role have it.</summary>
public sealed record DatabaseSetting
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value, in <see cref="Unit"/>.</summary>
    public string? Value { get; init; }

    /// <summary>The value's unit, such as ms, kB or 8kB; null without one.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the value comes from, such as default, configuration file or database; null when our own transaction
    /// has another one.</summary>
    public string? Source { get; init; }

    /// <summary>Another value is configured, and holds from the next restart on.</summary>
    public bool IsPendingRestart { get; init; }

    /// <summary>What speaks against the value; null when nothing does.</summary>
    public string? Advice { get; init; }

    /// <summary>Name and value.</summary>
    public override string ToString() => Unit switch
    {
        null => $"{Name} = {Value}",
        // A block of 8kB is a unit, too.
        _ when char.IsAsciiDigit(Unit[0]) => $"{Name} = {Value} x {Unit}",
        _ => $"{Name} = {Value} {Unit}",
    };
}
