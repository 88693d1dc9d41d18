using System.Globalization;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>A history in one line: how many versions, the newest, and a digest of all.</summary>
internal static class HistoryToken
{
    public static string Of(MigrationHistory history) => Of(history.Rows.Select(row => row.Version));

    public static string Of(IEnumerable<string> versions)
    {
        string[] sorted = [.. versions.Order(StringComparer.Ordinal)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted.Length} versions, newest {(sorted.Length == 0 ? "none" : sorted[^1])}, digest {MigrationStatements.Hash(sorted)[..12]}");
    }
}
