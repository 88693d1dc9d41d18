using System.Data.Common;

namespace XmrtOps.Health;

/// <summary>What the current role can see of a table that exists.</summary>
internal sealed record TableAccess(string Name, bool MayRead, bool HidesRows)
{
    /// <summary>What would show the rows.</summary>
    public string Remedy => MayRead
        ? "Connect as a role that bypasses row level security, such as postgres."
        : $"GRANT SELECT ON {Name} to the role, or connect as postgres.";

    public static TableAccess Read(DbDataReader row) =>
        new($"{row.GetString(0)}.{row.GetString(1)}", row.GetBoolean(2), row.GetBoolean(3));

    /// <summary>A table's name as people say it: without the schema that is the usual one.</summary>
    public static string Short(string table) =>
        table.StartsWith("public.", StringComparison.Ordinal) ? table["public.".Length..] : table;

    /// <summary>Why the rows cannot be counted, or null when they can.</summary>
    public string? WhyHidden(string role) =>
        !MayRead ? $"role {role} may not read {Short(Name)}"
        : HidesRows ? $"row level security hides {Short(Name)} from role {role}"
        : null;
}
