using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>What the role connected can see of the tables that conversations are saved in.</summary>
internal sealed class ConversationAccess(IReadOnlyDictionary<string, TableAccess> byTable, string role)
{
    public const string Sessions = "conversation_sessions";
    public const string Messages = "conversation_messages";
    public const string Memories = "memory_contexts";
    public const string Summaries = "conversation_summaries";

    /// <summary>Where conversations are saved.</summary>
    public static readonly IReadOnlyList<string> Tables = [Sessions, Messages, Memories];

    public static async Task<ConversationAccess> ReadAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        string[] tables = [.. Tables, Summaries];
        List<TableAccess> found = await transaction.QueryAsync(
            Sql.Of("Health/TableAccess.sql"),
            [tables.Select(_ => "public").ToArray(), tables],
            TableAccess.Read,
            cancellation);
        return new ConversationAccess(
            found.ToDictionary(access => TableAccess.Short(access.Name), StringComparer.Ordinal),
            connection.Role ?? "the role connected");
    }

    public bool Exists(string table) => byTable.ContainsKey(table);

    /// <summary>Every row of it can be seen.</summary>
    public bool IsOpen(string table) => byTable.TryGetValue(table, out TableAccess? access) && access.WhyHidden(role) is null;

    /// <summary>Why its rows cannot be seen, as a clause; null when they can.</summary>
    public string? WhyHidden(string table) =>
        byTable.TryGetValue(table, out TableAccess? access) ? access.WhyHidden(role) : $"there is no table {table}";

    /// <summary>What would show its rows.</summary>
    public string? Remedy(string table) => byTable.TryGetValue(table, out TableAccess? access) ? access.Remedy : null;

    /// <summary>What has to be read: an error where it cannot be, a warning where its rows are hidden.</summary>
    /// <exception cref="XmrtException">PermissionDenied, RelationMissing.</exception>
    public void Require(string target, string table, INotices notices)
    {
        if (!byTable.TryGetValue(table, out TableAccess? access))
        {
            throw Errors.RelationMissing(target, $"there is no table public.{table}");
        }

        if (!access.MayRead)
        {
            throw Errors.PermissionDenied(target, $"role {role} may not read public.{table}");
        }

        if (access.HidesRows)
        {
            notices.Warn($"Row level security hides rows of public.{table} from role {role}: no row is no proof.");
        }
    }
}
