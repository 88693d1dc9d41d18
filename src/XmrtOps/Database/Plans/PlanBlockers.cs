using System.Globalization;
using XmrtOps.Data;

namespace XmrtOps.Database.Plans;

/// <summary>Says which table of a statement is locked, and by whom.</summary>
internal static class PlanBlockers
{
    public static async Task<string> ReasonAsync(
        DatabaseTransaction transaction, PlannableText text, CancellationToken cancellation)
    {
        List<(int? Pid, string Schema, string Table, bool IsGranted)> locks = await transaction.QueryAsync(
            Sql.Of("Database/Plans/Blockers.sql"),
            [],
            row => (row.ValueOrNull<int>(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)),
            cancellation);
        HashSet<string> named = [.. text.Tokens.Select(token => token.Name).OfType<string>()];
        // A table behind a view is not in the text: any of those that are locked may be the one.
        var suspects = locks.FindAll(held => named.Contains(held.Table));
        if ((suspects.Count > 0 ? suspects : locks) is not [var first, ..])
        {
            return "Another session held a lock on a table of the statement; it is gone by now. Try again.";
        }

        string who = first.Pid is { } pid
            ? string.Create(CultureInfo.InvariantCulture, $"session {pid}")
            : "a prepared transaction";
        string table = new RelationName(first.Schema, first.Table).ToString();
        return (suspects.Count > 0 ? $"{table} is locked: " : $"A table of the statement is locked, likely {table}: ")
            + (first.IsGranted ? $"{who} holds it" : $"{who} waits to have it for itself")
            + ", and planning would wait. Get-XmrtLock shows the sessions.";
    }
}
