using System.Text.RegularExpressions;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions;

/// <summary>Names of edge functions.</summary>
internal static partial class FunctionNames
{
    /// <summary>A name that the platform takes.</summary>
    public static bool IsValid(string name) => Form().IsMatch(name);

    /// <exception cref="XmrtException">InvalidFunctionName.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw Errors.InvalidFunctionName(name);

    /// <summary>The names fit a pattern; all fit none.</summary>
    public static bool Fits(Wildcard? pattern, string? name) => pattern is null || Regex.IsMatch(
        name ?? "", pattern.Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The function of this name, to the letter.</summary>
    /// <exception cref="XmrtException">InvalidFunctionName, UnknownFunction.</exception>
    public static SupabaseFunction Find(IReadOnlyList<SupabaseFunction> all, string name, string? project) =>
        all.FirstOrDefault(function => function.Slug == Checked(name))
        ?? throw Errors.UnknownFunction(name, project ?? "", Near(name, all.Select(function => function.Slug ?? "")));

    /// <summary>Names that share a part between hyphens, such as "mining-proxy" for "mining-proxi".</summary>
    public static string Near(string name, IEnumerable<string> all) => string.Join(", ", all
        .Where(slug => slug.Split('-').Intersect(name.Split('-', '/', '_'), StringComparer.OrdinalIgnoreCase).Any())
        .Take(3));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
