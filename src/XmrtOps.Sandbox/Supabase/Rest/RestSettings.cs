using System.Globalization;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What the service goes by: the platform's settings, and over them those that the database holds.</summary>
/// <param name="Platform">The settings as the Management API shows them.</param>
/// <param name="InDatabase">The settings pgrst.* of the role that the service logs in as.</param>
/// <param name="Roles">The settings of the roles that it takes on, by role.</param>
internal sealed record RestSettings(
    SettingsDocument Platform,
    IReadOnlyDictionary<string, string> InDatabase,
    ILookup<string, (string Name, string Value)> Roles)
{
    private const string Prefix = "pgrst.";

    /// <summary>The schemas that it exposes, the usual one first.</summary>
    public IReadOnlyList<string> Schemas => List("db_schemas", "db_schema");

    public IReadOnlyList<string> ExtraSearchPath => List("db_extra_search_path", "db_extra_search_path");

    /// <summary>The most rows of an answer; null for any number.</summary>
    public long? MaxRows => long.TryParse(
        Of("db_max_rows", "max_rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;

    /// <summary>The function that is called before each request; null for none.</summary>
    public string? PreRequest => Of("db_pre_request", "db_pre_request") is { Length: > 0 } name ? name : null;

    /// <summary>The role of callers without a token, where the database says one.</summary>
    public string? AnonymousRole => InDatabase.GetValueOrDefault(Prefix + "db_anon_role");

    private string? Of(string inDatabase, string platform) =>
        InDatabase.GetValueOrDefault(Prefix + inDatabase) ?? Platform[platform]?.ToString();

    private string[] List(string inDatabase, string platform) => (Of(inDatabase, platform) ?? string.Empty)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
