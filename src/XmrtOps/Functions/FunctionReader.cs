using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Sources;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions;

/// <summary>Reads the functions that are deployed, with what the log says of them.</summary>
internal static class FunctionReader
{
    // Side by side, and yet no storm on a project that is in trouble.
    private const int ProbesAtOnce = 4;

    public static async IAsyncEnumerable<DeployedFunction> ReadAsync(
        XmrtConnection connection,
        FunctionQuery query,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<SupabaseFunction> functions =
        [
            .. (await connection.Supabase.GetFunctionsAsync(notices, cancellation))
                .Where(function => function.Slug is not null && FunctionNames.Fits(query.Names, function.Slug))
                .OrderBy(function => function.Slug, StringComparer.Ordinal),
        ];
        Announce(query, functions, notices);
        IReadOnlyDictionary<string, FunctionTraffic>? traffic = functions.Count == 0
            ? null
            : await TrafficAsync(connection, query, notices, cancellation);
        Dictionary<string, FunctionProbe> probes = query.Probes
            ? await ProbeAsync(connection, functions, notices, cancellation)
            : [];
        DateTimeOffset now = DateTimeOffset.Now;
        foreach (SupabaseFunction function in functions)
        {
            FunctionTraffic? calls = traffic is null ? null : traffic.GetValueOrDefault(function.Id ?? "") ?? new FunctionTraffic();
            DeployedFunction record = Map(connection.Name, function, function.Id is null ? null : calls, query) with
            {
                Probe = probes.GetValueOrDefault(function.Slug!),
                MeasuredAt = now,
            };
            yield return record with
            {
                Findings = [.. FunctionJudgement.Of(record).Select(finding => finding with { MeasuredAt = now })],
            };
        }
    }

    private static async Task<IReadOnlyDictionary<string, FunctionTraffic>?> TrafficAsync(
        XmrtConnection connection, FunctionQuery query, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await FunctionTrafficReader.ReadAsync(connection, query.Since, query.Until, notices, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId is not "ConnectionClosed")
        {
            notices.Warn($"Not measured: calls, errors and times, because the log could not be read. {fault.Message}");
            return null;
        }
    }

    private static async Task<Dictionary<string, FunctionProbe>> ProbeAsync(
        XmrtConnection connection, List<SupabaseFunction> functions, INotices notices, CancellationToken cancellation)
    {
        if (connection.SupabaseUrl is null && functions.Count > 0)
        {
            // Raises what names the remedy, once and not for each function.
            _ = connection.SupabaseProject;
        }

        System.Collections.Concurrent.ConcurrentDictionary<string, FunctionProbe> probes = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            functions,
            new ParallelOptions { MaxDegreeOfParallelism = ProbesAtOnce, CancellationToken = cancellation },
            async (function, stop) => probes[function.Slug!] =
                await FunctionProber.ProbeAsync(connection, function.Slug!, notices, stop));
        return new Dictionary<string, FunctionProbe>(probes, StringComparer.Ordinal);
    }

    private static void Announce(FunctionQuery query, List<SupabaseFunction> functions, INotices notices)
    {
        switch (query.Project)
        {
            case { Exists: false, Path: var path }:
                notices.Warn($"Not measured: what config.toml says, because there is none{(path is null ? "" : $" ({path})")}.");
                break;
            case { Fault: { } fault, FaultLine: var line } project:
                string where = line is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", line {line}");
                notices.Warn($"Not measured: what config.toml says, because {fault} ({project.Path}{where}).");
                break;
            case { } project when query.Names is null:
                List<string> missing =
                [
                    .. project.Functions.Where(entry => !entry.Value.IsDisabled).Select(entry => entry.Key)
                        .Except(functions.Select(function => function.Slug!), StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal),
                ];
                if (missing.Count > 0)
                {
                    notices.Warn(string.Create(
                        System.Globalization.CultureInfo.CurrentCulture,
                        $"{missing.Count:N0} functions of config.toml are not deployed: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}."));
                }

                break;
        }
    }

    private static DeployedFunction Map(string connection, SupabaseFunction function, FunctionTraffic? calls, FunctionQuery query) => new()
    {
        Connection = connection,
        Name = function.Slug!,
        Id = function.Id,
        Version = function.Version,
        Status = function.Status,
        VerifiesJwt = function.VerifyJwt,
        ConfiguredVerifiesJwt = query.Project?.Functions.GetValueOrDefault(function.Slug!)?.VerifyJwt,
        CreatedAt = function.CreatedAt,
        DeployedAt = function.UpdatedAt,
        EntrypointPath = function.EntrypointPath,
        Calls = calls?.Calls,
        Errors = calls?.Errors,
        ErrorPercent = calls is { Calls: > 0 } ? 100.0 * calls.Errors / calls.Calls : null,
        Unauthorized = calls?.Unauthorized,
        RefusedByPlatform = calls?.Refused,
        P50Ms = calls is { Calls: > 0 } ? calls.P50 : null,
        P95Ms = calls is { Calls: > 0 } ? calls.P95 : null,
        MaxMs = calls is { Calls: > 0 } ? calls.Slowest : null,
        Timeouts = calls?.Timeouts,
        LimitsMet = calls?.Limits,
        MemoryLimitsMet = calls?.MemoryLimits,
        Since = query.Since,
    };
}
