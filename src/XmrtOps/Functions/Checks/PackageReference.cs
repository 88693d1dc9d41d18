using System.Text.RegularExpressions;

namespace XmrtOps.Functions.Checks;

/// <summary>A package as an import names it.</summary>
/// <param name="Name">The package, by whatever way it is had: @supabase/supabase-js.</param>
/// <param name="Version">As it is written; null where none is.</param>
internal sealed partial record PackageReference(string Name, string? Version)
{
    /// <summary>One exact version, so that tomorrow's deployment has the same code.</summary>
    public bool IsPinned => Version is { } version && Exact().IsMatch(version);

    /// <summary>The package of a specifier; null where it names none.</summary>
    public static PackageReference? Of(string specifier)
    {
        string path = specifier.StartsWith("npm:", StringComparison.Ordinal) || specifier.StartsWith("jsr:", StringComparison.Ordinal)
            ? specifier[4..].TrimStart('/')
            : Uri.TryCreate(specifier, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http"
                ? PathOf(url)
                : "";
        Match match = Form().Match(path.Split('?')[0]);
        return match.Success
            ? new PackageReference(match.Groups["name"].Value, match.Groups["version"] is { Success: true, Value: var v } ? v : null)
            : null;
    }

    private static string PathOf(Uri url)
    {
        string path = Uri.UnescapeDataString(url.AbsolutePath).TrimStart('/');
        // deno.land/std@1, deno.land/x/name@1, esm.sh/v135/name@1, cdn.jsdelivr.net/npm/name@1: the package begins behind it.
        string plain = Prefix().Replace(path, "");
        return url.Host is "deno.land" && plain.StartsWith("std", StringComparison.Ordinal) ? "deno.land/" + plain : plain;
    }

    [GeneratedRegex(@"\A(v\d+/|x/|npm/|gh/|jsr/|stable/|\*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(
        @"\A(?<name>(deno\.land/|@[\w.-]+/)?[\w.-]+)(@(?<version>[^/]+))?(/|\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A=?v?\d+\.\d+\.\d+([-+.][\w.+-]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exact();
}
