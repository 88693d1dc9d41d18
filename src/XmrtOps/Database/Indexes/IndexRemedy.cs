using System.Text.RegularExpressions;
using XmrtOps.Data;

namespace XmrtOps.Database.Indexes;

/// <summary>What to type about an index.</summary>
internal static partial class IndexRemedy
{
    private const string Create = "CREATE INDEX ";
    private const string CreateUnique = "CREATE UNIQUE INDEX ";

    /// <summary>REINDEX CONCURRENTLY was cut short, and the index it meant to replace is still there, or already replaced.</summary>
    public static bool IsLeftover(DatabaseIndex index) => Leftover().IsMatch(index.Name);

    /// <summary>The cmdlet that drops it; in SQL where that cannot be done without a lock.</summary>
    public static string Drop(DatabaseIndex index) => index.IsPartitioned
        ? $"DROP INDEX {Relation(index).ToSql()};"
        : $"Remove-XmrtIndex '{Relation(index).ToString().Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Rebuild(DatabaseIndex index) => $"REINDEX INDEX CONCURRENTLY {Relation(index).ToSql()};";

    /// <summary>The statement that makes it again without blocking writes; null when its definition could not be read.</summary>
    public static string? Recreate(DatabaseIndex index) => index.Definition switch
    {
        null => null,
        // A partitioned table does not take CONCURRENTLY.
        var definition when index.IsPartitioned => $"{definition};",
        var definition when definition.StartsWith(Create, StringComparison.Ordinal) =>
            $"{Create}CONCURRENTLY {definition[Create.Length..]};",
        var definition when definition.StartsWith(CreateUnique, StringComparison.Ordinal) =>
            $"{CreateUnique}CONCURRENTLY {definition[CreateUnique.Length..]};",
        var definition => $"{definition};",
    };

    private static RelationName Relation(DatabaseIndex index) => new(index.Schema, index.Name);

    [GeneratedRegex("_cc(new|old)[0-9]*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leftover();
}
