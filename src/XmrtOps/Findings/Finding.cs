using System.Collections.ObjectModel;

namespace XmrtOps.Findings;

/// <summary>Something that is wrong with what was looked at, or may be, and what to do about it.</summary>
public sealed record Finding
{
    /// <summary>What kind of finding it is: a name that stays, to filter and to suppress by.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How far it can be relied on.</summary>
    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>What is wrong, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>The numbers behind it, by name, and the threshold that was used.</summary>
    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What to do: a command to paste where there is one; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What takes the remedy back; null where nothing can or has to.</summary>
    public string? Undo { get; init; }

    /// <summary>When it was looked at.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>The code, so that a list of findings reads well in a table.</summary>
    public override string ToString() => Code;
}
