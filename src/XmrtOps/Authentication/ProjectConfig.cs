using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Faults;

namespace XmrtOps.Authentication;

/// <summary>
/// What supabase/config.toml says, as far as single values go: true, false, whole numbers and texts on one line. A value of
/// env(…) is not known here, and secrets are not asked for.
/// </summary>
internal sealed partial class ProjectConfig
{
    private const long Longest = 1024 * 1024;

    private readonly Dictionary<string, object> _values;

    private ProjectConfig(Dictionary<string, object> values) => _values = values;

    /// <param name="path">The file, or a folder that holds it, or holds supabase/config.toml.</param>
    /// <exception cref="XmrtException">ProjectConfigUnreadable.</exception>
    public static ProjectConfig Read(string path)
    {
        string[] candidates = [path, Path.Combine(path, "supabase", "config.toml"), Path.Combine(path, "config.toml")];
        string file = candidates.FirstOrDefault(File.Exists)
            ?? throw Errors.ProjectConfigUnreadable(path, "there is no supabase/config.toml");
        try
        {
            return new FileInfo(file).Length > Longest
                ? throw Errors.ProjectConfigUnreadable(file, "it is larger than 1 MB")
                : new ProjectConfig(Parse(File.ReadLines(file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.ProjectConfigUnreadable(file, "it cannot be read", exception);
        }
    }

    /// <summary>A value by its section and name, such as auth.jwt_expiry; null where it is not set, or not known.</summary>
    public object? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>A duration, such as 24h, in seconds.</summary>
    public object? Seconds(string name)
    {
        if (Value(name) is not string text)
        {
            return Value(name);
        }

        MatchCollection parts = Durations().Matches(text);
        return parts.Count == 0 || parts.Sum(part => part.Length) != text.Length
            ? null
            : (object)parts.Sum(part => long.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture)
                * part.Groups["unit"].Value switch { "h" => 3600, "m" => 60, _ => 1 });
    }

    private static Dictionary<string, object> Parse(IEnumerable<string> lines)
    {
        Dictionary<string, object> values = new(StringComparer.Ordinal);
        string section = "";
        foreach (string line in lines)
        {
            if (Sections().Match(line) is { Success: true } header)
            {
                section = header.Groups["name"].Value + ".";
            }
            else if (Settings().Match(line) is { Success: true } setting && Read(setting) is { } value)
            {
                values[section + setting.Groups["name"].Value] = value;
            }
        }

        return values;
    }

    private static object? Read(Match setting)
    {
        string text = setting.Groups["text"].Value;
        return setting.Groups["flag"].Success ? setting.Groups["flag"].Value == "true"
            : setting.Groups["number"].Success ? Number(setting.Groups["number"].Value)
            : text.StartsWith("env(", StringComparison.Ordinal) ? null
            : text;
    }

    private static long? Number(string text) =>
        long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    [GeneratedRegex(@"\A\s*\[(?<name>[A-Za-z0-9_.-]+)\]\s*(#.*)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sections();

    [GeneratedRegex(
        @"\A\s*(?<name>[A-Za-z0-9_-]+)\s*=\s*((?<flag>true|false)|(?<number>[+-]?[0-9][0-9_]*)|""(?<text>[^""\\]*)""|'(?<text>[^']*)')\s*(#.*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Settings();

    [GeneratedRegex(@"(?<number>[0-9]{1,9})(?<unit>[hms])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Durations();
}
