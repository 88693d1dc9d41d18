using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Authentication;

/// <summary>Asks all places what they hold. A place that cannot be asked is said, and the others are compared.</summary>
internal static class EnvironmentReader
{
    public static async IAsyncEnumerable<EnvironmentComparison> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<EnvironmentComparison> all = [];
        IReadOnlyDictionary<string, EnvironmentDigests>? project = await AskAsync(
            () => ProjectAsync(connection, notices, cancellation), EnvironmentHolder.Project, all);
        IReadOnlyList<SupabaseSecret>? secrets = await AskAsync(
            () => connection.Supabase.GetSecretsAsync(notices, cancellation), EnvironmentHolder.Functions, all);
        (IReadOnlyList<VercelVariable> Variables, DateTimeOffset? BuiltAt)? frontend = await AskAsync(
            () => FrontendAsync(connection, notices, cancellation), EnvironmentHolder.Frontend, all) is { } found
                ? (found.Item1, found.Item2)
                : null;
        EnvironmentComparer comparer = new(project);
        if (frontend is { } held)
        {
            all.AddRange(comparer.Frontend(held.Variables, held.BuiltAt, secrets ?? []));
        }

        if (secrets is not null)
        {
            all.AddRange(comparer.Functions(secrets));
        }

        DateTimeOffset now = DateTimeOffset.Now;
        foreach (EnvironmentComparison comparison in all)
        {
            yield return comparison with { Connection = connection.Name, MeasuredAt = now };
        }
    }

    private static async Task<T?> AskAsync<T>(Func<Task<T>> ask, EnvironmentHolder holder, List<EnvironmentComparison> all)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            all.Add(new EnvironmentComparison { Name = "", Holder = holder, Reason = fault.Message, Remedy = fault.Remedy });
            return null;
        }
    }

    private static async Task<IReadOnlyDictionary<string, EnvironmentDigests>> ProjectAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        EnvironmentDigests url = new();
        EnvironmentDigests anon = new();
        EnvironmentDigests service = new();
        // Not revealed: what the platform masks stays there, and is said to be incomparable.
        IReadOnlyList<SupabaseApiKey> keys = await connection.Supabase.GetApiKeysAsync(isRevealed: false, notices, cancellation);
        bool isLegacyTaken = await IsLegacyTakenAsync(connection, notices, cancellation);
        url.AddAddress(new Uri($"https://{connection.ProjectRef}.supabase.co"));
        if (connection.SupabaseUrl is { } address)
        {
            url.AddAddress(address);
        }

        foreach (SupabaseApiKey key in keys.Where(k => k.Type != "legacy" || isLegacyTaken))
        {
            EnvironmentDigests digests = key.Type == "secret" || key.Id == "service_role" ? service : anon;
            if (key.Type == "secret" || string.IsNullOrEmpty(key.ApiKey) || key.ApiKey.Any(c => c is '·' or '*' or '•'))
            {
                digests.AddHidden();
            }
            else
            {
                digests.AddValue(key.ApiKey);
            }
        }

        return new Dictionary<string, EnvironmentDigests>(StringComparer.Ordinal)
        {
            [EnvironmentNames.Url] = url,
            [EnvironmentNames.AnonKey] = anon,
            [EnvironmentNames.ServiceKey] = service,
            [EnvironmentNames.JwtSecret] = await JwtSecretAsync(connection, notices, cancellation),
        };
    }

    private static async Task<EnvironmentDigests> JwtSecretAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        try
        {
            if ((await connection.Supabase.GetRestConfigAsync(notices, cancellation)).JwtSecret is { Length: > 0 } secret)
            {
                EnvironmentDigests digests = new();
                digests.AddValue(secret);
                return digests;
            }

            return new EnvironmentDigests { Unknown = "The platform does not tell the project's JWT secret." };
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            // Another right than that of keys: these are compared all the same.
            return new EnvironmentDigests { Unknown = fault.Message };
        }
    }

    private static async Task<bool> IsLegacyTakenAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return (await connection.Supabase.GetLegacyKeysAsync(notices, cancellation)).Enabled != false;
        }
        catch (XmrtException fault) when (fault.ErrorId == "NotFound")
        {
            // The address is gone together with these keys.
            return false;
        }
    }

    private static async Task<Tuple<IReadOnlyList<VercelVariable>, DateTimeOffset?>> FrontendAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        VercelProject project = await connection.Vercel.GetProjectAsync(notices, cancellation);
        IReadOnlyList<VercelVariable> variables = await connection.Vercel.GetVariablesAsync(isDecrypted: true, notices, cancellation);
        return Tuple.Create(variables, project.Targets?.Production?.CreatedAt);
    }
}
