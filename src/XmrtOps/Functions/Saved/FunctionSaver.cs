using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Saved;

/// <summary>Keeps what is deployed now: body, settings, digests of secrets, and how it did.</summary>
internal sealed class FunctionSaver
{
    // Of a function that is deployed while it is read.
    private const int MostTries = 3;

    private static readonly TimeSpan s_watched = TimeSpan.FromHours(1);

    private readonly XmrtConnection _connection;
    private readonly INotices _notices;
    private readonly IReadOnlyDictionary<string, string?>? _secrets;
    private readonly IReadOnlyDictionary<string, FunctionTraffic>? _traffic;

    private FunctionSaver(
        XmrtConnection connection,
        INotices notices,
        IReadOnlyDictionary<string, string?>? secrets,
        IReadOnlyDictionary<string, FunctionTraffic>? traffic)
    {
        (_connection, _notices, _secrets, _traffic) = (connection, notices, secrets, traffic);
    }

    /// <summary>Reads what is the same for all functions of a project.</summary>
    public static async Task<FunctionSaver> BeginAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        IReadOnlyDictionary<string, string?>? secrets = await TryAsync(
            async () => (IReadOnlyDictionary<string, string?>)(await connection.Supabase.GetSecretsAsync(notices, cancellation))
                .Where(secret => secret.Name is not null)
                .DistinctBy(secret => secret.Name)
                .ToDictionary(secret => secret.Name!, ProjectSecretReader.DigestOf, StringComparer.Ordinal),
            "Not kept: the digests of secrets.",
            notices);
        IReadOnlyDictionary<string, FunctionTraffic>? traffic = await TryAsync(
            () => FunctionTrafficReader.ReadAsync(connection, now - s_watched, now, notices, cancellation),
            "Not kept: whether the functions were healthy.",
            notices);
        return new FunctionSaver(connection, notices, secrets, traffic);
    }

    /// <summary>Saves a function, unless its version is kept already.</summary>
    /// <exception cref="XmrtException">FunctionKeepsChanging, StateUnavailable, UnreadableAnswer where the platform has only the bundle,
    /// and the conditions of the platforms.</exception>
    public async Task<SavedFunction> SaveAsync(SupabaseFunction function, CancellationToken cancellation)
    {
        FunctionStore store = FunctionStore.Default;
        string project = FunctionStore.ProjectOf(_connection);
        (SavedManifest manifest, string path, bool isNew) = await store.FindAsync(project, function, cancellation) is { } kept
            ? (kept.Manifest, kept.Path, false)
            : await FetchAsync(store, project, function, cancellation);
        SavedHealth health = await FunctionStore.NoteAsync(path, HealthOf(function), cancellation);
        return FunctionStore.Record(_connection.Name, manifest, health, path, isNew);
    }

    private async Task<(SavedManifest Manifest, string Path, bool IsNew)> FetchAsync(
        FunctionStore store, string project, SupabaseFunction function, CancellationToken cancellation)
    {
        string name = function.Slug!;
        for (int tries = 0; tries < MostTries; tries++)
        {
            SupabaseFunctionBody body = await _connection.Supabase.GetFunctionBodyAsync(name, _notices, cancellation);
            SupabaseFunction after = await _connection.Supabase.GetFunctionAsync(name, _notices, cancellation);
            if (after.Version == function.Version && after.UpdatedAt == function.UpdatedAt)
            {
                return await store.WriteAsync(after, Describe(project, after, body), body.Files, cancellation);
            }

            function = after;
        }

        throw Errors.FunctionKeepsChanging(name);
    }

    private SavedManifest Describe(string project, SupabaseFunction function, SupabaseFunctionBody body) => new()
    {
        FormatVersion = SavedManifest.CurrentVersion,
        ModuleVersion = typeof(FunctionSaver).Assembly.GetName().Version?.ToString(3) ?? "",
        SavedAt = DateTimeOffset.UtcNow,
        ProjectRef = project,
        Name = function.Slug!,
        Title = function.Name,
        Version = function.Version,
        Status = function.Status,
        VerifyJwt = function.VerifyJwt,
        EntrypointPath = EntrypointOf(function, body),
        ImportMapPath = function.ImportMapPath,
        BundleSha256 = function.EzbrSha256,
        DeployedAt = function.UpdatedAt,
        Files =
        [
            .. body.Files.Select((file, index) => new SavedFile(
                file.Path, FileName(index, file.Path), file.Content.Length, FunctionStore.Digest(file.Content))),
        ],
        Secrets = _secrets,
    };

    // The platform names it from where it was bundled; what is among the files is what can be deployed again.
    private static string? EntrypointOf(SupabaseFunction function, SupabaseFunctionBody body) =>
        body.Files.Select(file => file.Path).Where(path => function.EntrypointPath is { } entry
            && (entry == path || entry.EndsWith("/" + path, StringComparison.Ordinal) || path.EndsWith("/" + entry, StringComparison.Ordinal)))
            .MaxBy(path => path.Length) ?? function.EntrypointPath;

    // Paths of the platform lead anywhere, and may differ by case only: the number makes the name.
    private static string FileName(int index, string path)
    {
        string last = string.Concat(path.Split('/', '\\')[^1].Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{index + 1:000}-{(last.Length > 60 ? last[^60..] : last)}");
    }

    private SavedHealth HealthOf(SupabaseFunction function)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (_traffic is null || function.Id is null)
        {
            return new SavedHealth { Reason = "not measured: the log could not be read", MeasuredAt = now };
        }

        FunctionTraffic calls = _traffic.GetValueOrDefault(function.Id) ?? new FunctionTraffic();
        string since = function.UpdatedAt > now - s_watched ? " (of the version before, too: it was deployed within that hour)" : "";
        if (calls.Calls == 0)
        {
            return new SavedHealth { Reason = "not known: it was not called in the last hour", Calls = 0, Errors = 0, MeasuredAt = now };
        }

        double percent = 100.0 * calls.Errors / calls.Calls;
        return new SavedHealth
        {
            // Calls of two versions say nothing certain of either.
            WasHealthy = since.Length > 0 ? null : percent < FunctionLimits.UnhealthyPercent,
            Reason = string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{calls.Errors} of {calls.Calls} calls of the last hour failed{since}"),
            Calls = calls.Calls,
            Errors = calls.Errors,
            MeasuredAt = now,
        };
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read, string otherwise, INotices notices)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "NoSupabaseToken" or "NoProjectRef" or "Unauthorized"))
        {
            notices.Warn($"{otherwise} {fault.Message}");
            return null;
        }
    }
}
