using System.Collections;
using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.RateLimits;

/// <summary>Policies as they are typed: every combination of what was given.</summary>
internal static class PolicyArguments
{
    /// <exception cref="XmrtException">InvalidEndpointLimit, and those of reading a length of time.</exception>
    public static IReadOnlyList<RateLimitPolicy> Read(
        string? name,
        IReadOnlyList<long> maxima,
        IReadOnlyList<TimeArgument> windows,
        IReadOnlyList<RateLimitAlgorithm> algorithms,
        IDictionary endpointLimits,
        IReadOnlyList<string> exempt)
    {
        KeyValuePair<string, long>[] limits = Limits(endpointLimits);
        // A text of PostgreSQL cannot hold the character NUL, so that such a name is in no row.
        string[] exemptions = [.. exempt.Where(one => one?.Contains('\0', StringComparison.Ordinal) == false).Distinct(StringComparer.Ordinal)];
        bool isOne = maxima.Count * windows.Count * algorithms.Count == 1;
        return
        [
            .. from algorithm in algorithms
               from window in windows
               let length = WindowOf(window)
               from maximum in maxima
               let derived = $"{maximum.ToString(CultureInfo.InvariantCulture)}/{Short(length)}"
                   + (algorithm == RateLimitAlgorithm.SlidingWindow ? " sliding" : "")
               select new RateLimitPolicy
               {
                   Name = name is null ? derived : isOne ? name : $"{name} {derived}",
                   MaximumRequests = maximum,
                   Window = length,
                   Algorithm = algorithm,
                   EndpointLimits = limits,
                   ExemptIdentifiers = exemptions,
               },
        ];
    }

    private static TimeSpan WindowOf(TimeArgument given)
    {
        TimeSpan window = given.Duration("Window");
        return window.Ticks % TimeSpan.TicksPerSecond == 0 && window <= TimeSpan.FromDays(366)
            ? window
            : throw Errors.DurationOutOfRange("Window", given.ToString(), "whole seconds, a year at most");
    }

    private static KeyValuePair<string, long>[] Limits(IDictionary given)
    {
        SortedDictionary<string, long> limits = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given)
        {
            string endpoint = entry.Key.ToString() ?? "";
            limits[endpoint] = PlainValue.Of(entry.Value) switch
            {
                int number and > 0 => number,
                long number and > 0 => number,
                string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 => number,
                _ => throw Errors.InvalidEndpointLimit(endpoint),
            };
            if (endpoint.Length == 0 || endpoint.Contains('\0', StringComparison.Ordinal))
            {
                throw Errors.InvalidEndpointLimit(endpoint);
            }
        }

        return [.. limits];
    }

    private static string Short(TimeSpan window) => window.TotalSeconds switch
    {
        double seconds when seconds % 86400 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400}d"),
        double seconds when seconds % 3600 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h"),
        double seconds when seconds % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m"),
        double seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
    };
}
