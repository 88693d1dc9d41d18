using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions;

/// <summary>Reads the names and digests of secrets.</summary>
internal static class ProjectSecretReader
{
    /// <summary>Prefix of what the platform sets itself.</summary>
    public const string PlatformPrefix = "SUPABASE_";

    public static async IAsyncEnumerable<ProjectSecret> ReadAsync(
        XmrtConnection connection,
        Wildcard? names,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<SupabaseSecret> secrets = await connection.Supabase.GetSecretsAsync(notices, cancellation);
        DateTimeOffset now = DateTimeOffset.Now;
        bool isAnyOpen = false;
        foreach (SupabaseSecret secret in secrets
            .Where(secret => secret.Name is not null && FunctionNames.Fits(names, secret.Name))
            .OrderBy(secret => secret.Name, StringComparer.Ordinal))
        {
            isAnyOpen |= !string.IsNullOrEmpty(secret.Value) && DigestOf(secret) is null;
            yield return new ProjectSecret
            {
                Connection = connection.Name,
                Name = secret.Name!,
                Sha256 = DigestOf(secret),
                UpdatedAt = secret.UpdatedAt,
                AgeDays = (now - secret.UpdatedAt)?.TotalDays,
                IsOfPlatform = secret.Name!.StartsWith(PlatformPrefix, StringComparison.Ordinal),
                MeasuredAt = now,
            };
        }

        if (isAnyOpen)
        {
            notices.Warn("For some secrets the platform gave something that is no digest. It is not shown.");
        }
    }

    /// <summary>The digest; null for anything else, which might be the value.</summary>
    public static string? DigestOf(SupabaseSecret secret) =>
        secret.Value is { Length: 64 } digest && digest.All(char.IsAsciiHexDigit) ? digest.ToLowerInvariant() : null;
}
