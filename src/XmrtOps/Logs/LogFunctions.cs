using System.Text.RegularExpressions;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Logs;

/// <summary>Edge functions as the log knows them: by identifiers, where people know their names.</summary>
/// <param name="Wanted">Those that were asked for; null for all.</param>
/// <param name="Names">Names by identifiers.</param>
internal sealed record LogFunctions(IReadOnlyList<SupabaseFunction>? Wanted, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>For sources that are not of functions.</summary>
    public static readonly LogFunctions None = new(null, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <exception cref="XmrtException">UnknownFunction, InvalidWildcard, and the conditions of the platforms.</exception>
    public static async Task<LogFunctions> ReadAsync(
        XmrtConnection connection, IReadOnlyList<string>? wanted, INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<SupabaseFunction> all;
        try
        {
            all = await connection.Supabase.GetFunctionsAsync(notices, cancellation);
        }
        catch (XmrtException fault) when (wanted is null && fault.ErrorId is "Forbidden" or "NotFound")
        {
            notices.Warn("The list of edge functions cannot be read: lines carry identifiers where their calls do not name the function.");
            return None;
        }

        return new LogFunctions(
            wanted is null ? null : Choose(connection, all, wanted),
            all.Where(f => f.Id is not null && f.Slug is not null)
                .DistinctBy(f => f.Id)
                .ToDictionary(f => f.Id!, f => f.Slug!, StringComparer.Ordinal));
    }

    private static List<SupabaseFunction> Choose(
        XmrtConnection connection, IReadOnlyList<SupabaseFunction> all, IReadOnlyList<string> wanted)
    {
        List<SupabaseFunction> chosen = [];
        foreach (string name in wanted)
        {
            IReadOnlyList<SupabaseFunction> found = Wildcard.Parse("Function", [name]) is { } pattern
                ? [.. all.Where(f => Regex.IsMatch(f.Slug ?? "", pattern.Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))]
                : all;
            if (found.Count == 0)
            {
                throw Errors.UnknownFunction(name, connection.ProjectRef!, Near(name, all));
            }

            chosen.AddRange(found);
        }

        return [.. chosen.DistinctBy(f => f.Id)];
    }

    // Those that share a part between hyphens: "mining" for "mining-proxi".
    private static string Near(string name, IReadOnlyList<SupabaseFunction> all) => string.Join(", ", all
        .Select(f => f.Slug ?? "")
        .Where(slug => slug.Split('-').Intersect(name.Split('-', '/', '_'), StringComparer.OrdinalIgnoreCase).Any())
        .Take(3));
}
