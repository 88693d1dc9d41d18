using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>The claims of a token, as PostgREST hands them to policies.</summary>
/// <param name="Json">All of them.</param>
/// <param name="Single">Each by its name, as PostgREST did before version 9; those whose names a setting can have.</param>
internal sealed record RoleClaims(string Json, IReadOnlyList<KeyValuePair<string, string>> Single)
{
    /// <summary>Claims by name, and the role among them where it is not given.</summary>
    /// <param name="claims">Texts, numbers, truth values, null, and lists and tables of such.</param>
    /// <param name="role">The role that the token is for.</param>
    public static RoleClaims Of(IReadOnlyDictionary<string, object?> claims, string role)
    {
        Dictionary<string, object?> all = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in claims)
        {
            all.Add(name, Seconds(value));
        }

        all.TryAdd("role", role);
        using JsonDocument document = JsonSerializer.SerializeToDocument(all);
        List<KeyValuePair<string, string>> single = [];
        foreach (JsonProperty claim in document.RootElement.EnumerateObject())
        {
            if (IsSettingName(claim.Name) && claim.Value.ValueKind != JsonValueKind.Null)
            {
                single.Add(new(claim.Name, claim.Value.ToString()));
            }
        }

        return new RoleClaims(document.RootElement.GetRawText(), single);
    }

    /// <summary>The times of a token (exp, iat, nbf) are seconds since 1970.</summary>
    private static object? Seconds(object? value) => value switch
    {
        DateTimeOffset time => time.ToUnixTimeSeconds(),
        DateTime time => new DateTimeOffset(time).ToUnixTimeSeconds(),
        _ => value,
    };

    private static bool IsSettingName(string name) =>
        name.Length is > 0 and <= 40
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
