using System.Data.Common;
using System.Text.Json;
using XmrtOps.Data;

namespace XmrtOps.Authentication;

/// <summary>Maps rows of Policies.sql.</summary>
internal static class PolicyRow
{
    public static PolicyFacts Map(DbDataReader row)
    {
        using JsonDocument policies = JsonDocument.Parse(row.GetString(8));
        using JsonDocument grants = JsonDocument.Parse(row.GetString(9));
        using JsonDocument columns = JsonDocument.Parse(row.GetString(10));
        return new PolicyFacts
        {
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Kind = row.GetString(3)[0],
            Owner = row.GetString(4),
            RowSecurity = row.GetBoolean(5),
            Forced = row.GetBoolean(6),
            IsInvoker = row.GetBoolean(7),
            Policies = [.. policies.RootElement.EnumerateArray().Select(PolicyOf)],
            Grants = grants.RootElement.EnumerateArray().Select(GrantsOf).ToDictionary(role => role.Role, StringComparer.Ordinal),
            Columns = [.. columns.RootElement.EnumerateArray().Select(ColumnOf)],
            MeasuredAt = row.GetTime(11),
        };
    }

    private static (RowPolicy Policy, IReadOnlySet<string> AppliesTo) PolicyOf(JsonElement policy)
    {
        string? condition = Text(policy, "using");
        string? check = Text(policy, "check");
        return (
            new RowPolicy
            {
                Name = Text(policy, "name")!,
                Command = Text(policy, "command") switch { "r" => "SELECT", "a" => "INSERT", "w" => "UPDATE", "d" => "DELETE", _ => "ALL" },
                IsPermissive = policy.GetProperty("permissive").GetBoolean(),
                Roles = [.. Texts(policy, "roles")],
                Using = condition,
                Check = check,
                Claims = [.. PolicyText.Claims(condition).Union(PolicyText.Claims(check), StringComparer.Ordinal)],
            },
            Texts(policy, "applies").ToHashSet(StringComparer.Ordinal));
    }

    private static RoleGrants GrantsOf(JsonElement role)
    {
        Dictionary<PolicyCommand, IReadOnlyList<string>> columns = new()
        {
            [PolicyCommand.Select] = [.. Texts(role, "selectColumns")],
            [PolicyCommand.Insert] = [.. Texts(role, "insertColumns")],
            [PolicyCommand.Update] = [.. Texts(role, "updateColumns")],
        };
        return new RoleGrants
        {
            Role = Text(role, "role")!,
            MayUseSchema = role.GetProperty("schema").GetBoolean(),
            BypassesRowSecurity = role.GetProperty("bypasses").GetBoolean(),
            Owns = role.GetProperty("owns").GetBoolean(),
            Table = Enum.GetValues<PolicyCommand>()
                .Where(command => role.GetProperty(command.ToString().ToLowerInvariant()).GetBoolean())
                .ToHashSet(),
            Columns = columns,
            ClosedSequences = [.. Texts(role, "sequences")],
        };
    }

    private static PolicyColumn ColumnOf(JsonElement column) => new(
        Text(column, "name")!,
        Text(column, "type")!,
        Text(column, "default"),
        Text(column, "identity") ?? "",
        column.GetProperty("generated").GetBoolean());

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);
}
