namespace XmrtOps.Database.Baselines;

/// <summary>A baseline as a user gives it: the record, or its name; <c>now</c> is the present.</summary>
public sealed class QueryBaselineArgument
{
    /// <summary>By its name.</summary>
    /// <param name="name">To the letter, in either case.</param>
    public QueryBaselineArgument(string name) => Name = name ?? "";

    /// <summary>By itself, as Get-XmrtQueryBaseline and Save-XmrtQueryBaseline return it.</summary>
    /// <param name="baseline">The record.</param>
    public QueryBaselineArgument(QueryBaseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        Name = baseline.Name;
        Baseline = baseline;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    internal QueryBaseline? Baseline { get; }

    internal bool IsNow => Baseline is null && BaselineStore.IsSame(Name, StatementSnapshot.Now);

    /// <inheritdoc />
    public override string ToString() => Name;
}
