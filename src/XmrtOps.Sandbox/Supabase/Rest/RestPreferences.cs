using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>The header Prefer.</summary>
internal sealed class RestPreferences
{
    private const string MaxAffectedPrefix = "max-affected=";

    private readonly string[] _all;
    private readonly List<string> _applied = [];

    private RestPreferences(string[] all) => _all = all;

    /// <summary>representation, minimal or headers-only.</summary>
    public string? Return => Choose("return", "representation", "minimal", "headers-only");

    /// <summary>exact, planned or estimated.</summary>
    public string? Count => Choose("count", "exact", "planned", "estimated");

    /// <summary>merge-duplicates or ignore-duplicates.</summary>
    public string? Resolution => Choose("resolution", "merge-duplicates", "ignore-duplicates");

    /// <summary>Whether columns without a value get their default.</summary>
    public bool TakesDefaults => Choose("missing", "default", "null") == "default";

    public bool IsStrict => Choose("handling", "strict", "lenient") == "strict";

    /// <summary>How many rows may be changed at most; null for any number.</summary>
    public long? MaxAffected => IsStrict && _all.FirstOrDefault(one => one.StartsWith(MaxAffectedPrefix, StringComparison.Ordinal)) is { } one
        && long.TryParse(one[MaxAffectedPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;

    public static RestPreferences Read(StandInRequest request)
    {
        var text = request.Headers.GetValueOrDefault("Prefer", string.Empty);
        var preferences = new RestPreferences(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (!preferences.IsStrict) return preferences;

        var unknown = preferences._all.Where(one => !IsKnown(one)).ToArray();
        return unknown.Length == 0 ? preferences : throw RestErrors.BadPreferences(unknown);
    }

    /// <summary>Says that a preference was followed.</summary>
    public void Apply(string name, string? value)
    {
        if (value is not null) _applied.Add($"{name}={value}");
    }

    /// <summary>The answer with what was followed.</summary>
    public StandInResponse Stamp(StandInResponse response)
    {
        if (IsStrict) Apply("handling", "strict");
        return _applied.Count == 0 ? response : response.With("Preference-Applied", string.Join(", ", _applied));
    }

    private static bool IsKnown(string one) => one.StartsWith(MaxAffectedPrefix, StringComparison.Ordinal) || one is
        "return=representation" or "return=minimal" or "return=headers-only"
        or "count=exact" or "count=planned" or "count=estimated"
        or "resolution=merge-duplicates" or "resolution=ignore-duplicates"
        or "missing=default" or "missing=null" or "handling=strict" or "handling=lenient" or "tx=commit" or "tx=rollback";

    private string? Choose(string name, params string[] values) =>
        _all.Where(one => one.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(one => one[(name.Length + 1)..])
            .FirstOrDefault(values.Contains);
}
