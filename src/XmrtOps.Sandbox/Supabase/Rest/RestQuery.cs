using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What a request asks for, apart from whose rows and by whom.</summary>
internal sealed record RestQuery
{
    private const string Single = "application/vnd.pgrst.object";

    private static readonly string[] Served = ["*/*", "application/*", "application/json", "application/vnd.pgrst.array"];

    public required RestSelect Select { get; init; }

    public required IReadOnlyList<RestCondition> Filters { get; init; }

    public required IReadOnlyList<RestOrder> Order { get; init; }

    public required RestRange Range { get; init; }

    public required RestPreferences Preferences { get; init; }

    /// <summary>Whether the answer is one object, and no list.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>The columns that a body is read for; null for those that it has.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The columns whose values may be there already; null for the key.</summary>
    public IReadOnlyList<string>? OnConflict { get; init; }

    /// <summary>The arguments of a function that is called by GET.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <param name="request">The request.</param>
    /// <param name="takesArguments">Whether what looks like no condition is an argument.</param>
    public static RestQuery Read(StandInRequest request, bool takesArguments = false)
    {
        var isSingle = ReadAccept(request);
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        var filters = new List<RestCondition>();
        foreach (var (key, value) in request.Query.SelectMany(pair => pair.Value.Select(value => (pair.Key, value))))
        {
            if (!RestFilters.IsFilter(key)) continue;

            if (takesArguments && IsArgument(key, value)) arguments[RestFilters.Path(key).Name] = value;
            else filters.Add(RestFilters.Read(key, value));
        }

        return new RestQuery
        {
            Select = RestSelect.Read(request.First("select") ?? "*"),
            Filters = filters,
            Arguments = arguments,
            Order = request.First("order") is { Length: > 0 } order ? RestOrder.Read(order) : [],
            Range = RestRange.Read(request),
            Columns = Names(request, "columns"),
            OnConflict = Names(request, "on_conflict"),
            Preferences = RestPreferences.Read(request),
            IsSingle = isSingle,
        };
    }

    // Of a function's parameters, those without an operator.
    private static bool IsArgument(string key, string value)
    {
        try
        {
            RestFilters.Read(key, value);
            return false;
        }
        catch (RestException error) when (error.Code == "PGRST100")
        {
            return true;
        }
    }

    private static bool ReadAccept(StandInRequest request)
    {
        var accept = request.Headers.GetValueOrDefault("Accept", "*/*");
        string[] types = [.. accept.Split(',').Select(type => type.Split(';')[0].Trim())];
        if (types.FirstOrDefault(type => Served.Contains(type) || type is Single or Single + "+json") is not { } served)
            throw RestErrors.NoSuchMediaType(accept);
        if (accept.Contains("nulls=stripped", StringComparison.Ordinal)) throw RestErrors.NoSuchMediaType(accept);

        return served.StartsWith(Single, StringComparison.Ordinal);
    }

    private static List<string>? Names(StandInRequest request, string parameter)
    {
        if (request.First(parameter) is not { Length: > 0 } text) return null;

        var scanner = new RestScanner($"{parameter} parameter", text);
        var names = new List<string>();
        do
        {
            scanner.SkipBlanks();
            names.Add(scanner.TakeName());
            scanner.SkipBlanks();
        }
        while (scanner.Take(","));

        scanner.DemandEnd("\",\" or end of input");
        return names;
    }
}
