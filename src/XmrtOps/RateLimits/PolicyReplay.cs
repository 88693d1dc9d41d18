using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Replays the recorded requests against policies, all in one snapshot.</summary>
internal static class PolicyReplay
{
    private const int WorstCount = 10;

    /// <returns>A <see cref="RateLimitPolicyResult"/> for each policy, or a <see cref="RateLimitedIdentifier"/> for all
    /// whom one blocks.</returns>
    /// <exception cref="XmrtException">RecordsHiddenByRls, and those of running SQL.</exception>
    public static async IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection,
        ReplayQuery query,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<(RateLimitPolicyResult Result, IReadOnlyList<RateLimitedIdentifier> All)> measured = [];
        string? unused = await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                ReplayScope scope = await ScopeAsync(transaction, query, cancellation);
                if (scope.IsBlind)
                {
                    throw Errors.RecordsHidden(transaction.Target, "public.rate_limits", connection.Role ?? "?");
                }

                foreach (RateLimitPolicy policy in query.Policies)
                {
                    PolicyReplayReader reader = new(transaction, query, scope, policy, cancellation);
                    (ReplayPass pass, List<BlockedPair> blocked) = await reader.ReadAsync(WorstCount);
                    Announce(pass, policy, query, notices);
                    measured.Add(Result(connection.Name, scope, policy, pass, blocked));
                }

                return measured.Exists(m => m.Result.Requests > 0)
                    ? null
                    : await RateLimitUse.FindAsync(transaction, connection, cancellation);
            },
            cancellation);
        if (measured.TrueForAll(m => m.Result.Requests == 0))
        {
            notices.Warn("No request was recorded in the time replayed: the result says nothing of the policy. " + unused);
        }

        foreach (object record in measured.SelectMany(m => query.IsDetailed ? m.All : (IEnumerable<object>)[m.Result]))
        {
            yield return record;
        }
    }

    private static async Task<ReplayScope> ScopeAsync(
        DatabaseTransaction transaction, ReplayQuery query, CancellationToken cancellation)
    {
        DateTime since = query.Since.UtcDateTime;
        return await transaction.SingleAsync(
            Sql.Of("RateLimits/ReplayStatistics.sql"),
            [query.Until?.UtcDateTime],
            row => new ReplayScope(
                since,
                row.GetDateTime(0),
                row.GetBoolean(1),
                row.GetDouble(2),
                row.ValueOrNull<double>(3),
                row.ValueOrNull<double>(4),
                row.GetInt64(7),
                row.GetInt32(5) >= 140_000,
                row.ValueOrNull<float>(9),
                row.GetBoolean(6)),
            cancellation);
    }

    private static (RateLimitPolicyResult Result, IReadOnlyList<RateLimitedIdentifier> All) Result(
        string connection, ReplayScope scope, RateLimitPolicy policy, ReplayPass pass, List<BlockedPair> blocked)
    {
        List<RateLimitedIdentifier> all = [.. blocked.Select(pair => new RateLimitedIdentifier
        {
            Connection = connection,
            Policy = policy.Name,
            Identifier = pair.Identifier,
            Endpoint = pair.Endpoint,
            MaximumRequests = pair.Maximum,
            Requests = pair.Requests,
            BlockedRequests = pair.Blocked,
            PeakRequests = pair.Peak,
            FirstBlockedAt = pair.FirstBlockedAt?.ToLocalTime(),
            LastBlockedAt = pair.LastBlockedAt.ToLocalTime(),
        })];
        long requests = blocked.Sum(pair => pair.Blocked);
        return (new RateLimitPolicyResult
        {
            Connection = connection,
            Name = policy.Name,
            MaximumRequests = policy.MaximumRequests,
            Window = policy.Window,
            Algorithm = policy.Algorithm,
            EndpointLimit = policy.EndpointLimits.ToDictionary(StringComparer.Ordinal),
            ExemptIdentifier = policy.ExemptIdentifiers,
            Since = new DateTimeOffset(scope.Since).ToLocalTime(),
            Until = new DateTimeOffset(scope.Until).ToLocalTime(),
            Requests = pass.Requests,
            ExemptRequests = pass.Exempt,
            AllowedRequests = pass.Requests - requests,
            BlockedRequests = requests,
            BlockedPercent = pass.Requests == 0 ? null : 100d * requests / pass.Requests,
            IdentifiersBlocked = blocked.Select(pair => pair.Identifier).Distinct(StringComparer.Ordinal).Count(),
            FirstBlockedAt = all.Min(one => one.FirstBlockedAt),
            LastBlockedAt = all.Count == 0 ? null : all.Max(one => one.LastBlockedAt),
            Worst = [.. all.Take(WorstCount)],
            ChangeText = PolicyChangeText.Of(policy),
            MeasuredAt = DateTimeOffset.Now,
        }, all);
    }

    private static void Announce(ReplayPass pass, RateLimitPolicy policy, ReplayQuery query, INotices notices)
    {
        bool isFirst = ReferenceEquals(policy, query.Policies[0]);
        if (pass.Undated > 0 && isFirst)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture, $"{pass.Undated:N0} requests have no window_start and are left out."));
        }

        for (int i = 0; i < policy.EndpointLimits.Count && isFirst && pass.Requests > 0; i++)
        {
            if (!pass.SeenEndpoints.Contains(i + 1))
            {
                notices.Warn($"No request to '{Module.Display.OneLine(policy.EndpointLimits[i].Key, 60)}' was replayed: its limit met nobody.");
            }
        }
    }
}
