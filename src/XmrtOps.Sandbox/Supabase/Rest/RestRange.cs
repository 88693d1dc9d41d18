using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Which rows of a result are wanted.</summary>
/// <param name="Offset">How many are left out before.</param>
/// <param name="Limit">How many at most; null for all.</param>
internal sealed record RestRange(long Offset, long? Limit)
{
    /// <summary>By the parameters limit and offset, and for GET the header Range.</summary>
    public static RestRange Read(StandInRequest request)
    {
        var (offset, limit) = (Number(request.First("offset")) ?? 0, Number(request.First("limit")));
        if (offset < 0 || limit < 0) throw RestErrors.BadRange("Limit should be greater than or equal to zero.");

        var header = request.Method == "GET" ? request.Headers.GetValueOrDefault("Range") : null;
        // What is no range of rows is no range at all.
        if (header?.Split('-') is not [var first, var last]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var lower))
        {
            return new RestRange(offset, limit);
        }

        if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var upper))
        {
            if (last.Length > 0) return new RestRange(offset, limit);
            upper = long.MaxValue - 1;
        }

        if (lower > upper)
            throw RestErrors.BadRange("The lower boundary must be lower than or equal to the upper boundary in the Range header.");

        return new RestRange(offset, limit).Within(lower, upper);
    }

    /// <summary>No more than so many rows.</summary>
    public RestRange AtMost(long? rows) => rows is null || Limit <= rows ? this : this with { Limit = rows };

    /// <summary>The header that says which rows came.</summary>
    public static string ContentRange(long first, long rows, long? total)
    {
        var range = rows > 0 && total != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{first}-{first + rows - 1}")
            : "*";
        return $"{range}/{total?.ToString(CultureInfo.InvariantCulture) ?? "*"}";
    }

    private RestRange Within(long lower, long upper)
    {
        var first = Math.Max(Offset, lower);
        var end = Math.Min(Limit is { } limit && Offset <= long.MaxValue - limit ? Offset + limit : long.MaxValue, upper + 1);
        return new RestRange(first, end == long.MaxValue ? null : Math.Max(0, end - first));
    }

    // As PostgREST does, what is no number counts as none.
    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
