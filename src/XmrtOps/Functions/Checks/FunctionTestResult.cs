using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Functions.Checks;

/// <summary>One thing that was tested of a function's source, before it is deployed (runbook, chapter 6).</summary>
public sealed record FunctionTestResult
{
    /// <summary>Name of the connection that secrets and settings were compared with; null where there was none.</summary>
    public string? Connection { get; init; }

    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>What was tested.</summary>
    public required FunctionTestKind Test { get; init; }

    /// <summary>True: proven to be right, though <see cref="Findings"/> may hold warnings. False: proven to be wrong. Null: not measured,
    /// see <see cref="Reason"/>.</summary>
    public bool? Passed { get; init; }

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>What it was judged by, by name. Never the value of a secret.</summary>
    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What to do; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>All that is to be known about it, the worst first. What is Critical makes the test fail.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The function's folder.</summary>
    public required string Path { get; init; }

    /// <summary>When it was tested.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
