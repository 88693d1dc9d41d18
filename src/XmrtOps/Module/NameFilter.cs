using System.Management.Automation;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>PowerShell's wildcards over names, as Get- and Find-cmdlets take them.</summary>
internal static class NameFilter
{
    /// <summary>Tells whether a name fits one of the patterns, without regard to case; without patterns all do.</summary>
    /// <exception cref="XmrtException">InvalidWildcard.</exception>
    public static Func<string, bool> Of(string parameter, IReadOnlyList<string>? patterns)
    {
        if (patterns is null)
        {
            return static _ => true;
        }

        WildcardPattern[] compiled = [.. patterns.Select(pattern => Compile(parameter, pattern))];
        return name => compiled.Any(pattern => pattern.IsMatch(name));
    }

    /// <summary>The pattern stands for one name only, so that it is an error when there is none of it.</summary>
    public static bool IsLiteral(string pattern) => !WildcardPattern.ContainsWildcardCharacters(pattern);

    private static WildcardPattern Compile(string parameter, string pattern)
    {
        try
        {
            WildcardPattern compiled = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            // It is parsed at its first use, and an open bracket shows only then.
            _ = compiled.IsMatch("");
            return compiled;
        }
        catch (WildcardPatternException)
        {
            throw Errors.InvalidWildcard(parameter, pattern);
        }
    }
}
