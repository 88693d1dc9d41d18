using System.Text.RegularExpressions;
using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>What Find-XmrtMissingIndex was asked for.</summary>
internal sealed record MissingIndexFilter
{
    /// <summary>Tables, by name or schema.name; null: all.</summary>
    public Wildcard? Table { get; init; }

    /// <summary>Ask the planner.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Also what the planner would not use.</summary>
    public bool IncludesRejected { get; init; }

    /// <summary>As the server matches it; of a plan's tables there are few.</summary>
    public bool Matches(RelationName table) => Table is null
        || IsMatch(table.Name)
        || IsMatch($"{table.Schema}.{table.Name}");

    private bool IsMatch(string name) => Regex.IsMatch(
        name, Table!.Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
