using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Chooses among the versions that are kept on this machine.</summary>
internal sealed class SavedChoices(XmrtConnection connection, INotices notices, CancellationToken cancellation)
{
    /// <summary>One that was named by its folder.</summary>
    /// <exception cref="XmrtException">SavedFunctionDamaged.</exception>
    public async Task<FunctionChoice> AtAsync(string name, string path)
    {
        (SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files) = await FunctionStore.OpenAsync(path, cancellation);
        return manifest.ProjectRef != connection.ProjectRef || manifest.Name != name
            ? new FunctionChoice { Refusal = Errors.SavedOfAnotherProject(manifest.Name, manifest.ProjectRef, connection.Name) }
            : Of(manifest, files, path);
    }

    /// <summary>One that was named by its number.</summary>
    public async Task<FunctionChoice> OfVersionAsync(string name, int version)
    {
        IReadOnlyList<SavedFunction> kept = await ReadAsync(name);
        return kept.FirstOrDefault(one => one.Version == version) is { } found
            ? await AtAsync(name, found.SavedPath)
            : new FunctionChoice { Refusal = Errors.SavedVersionMissing(name, version, Versions(kept)) };
    }

    /// <summary>The last one that was recorded healthy, and that no rollback has replaced.</summary>
    /// <param name="name">Which function.</param>
    /// <param name="deployed">As it is deployed; null for none.</param>
    /// <param name="content">Digest of its files; null where they cannot be read.</param>
    public async Task<FunctionChoice> LastHealthyAsync(string name, SupabaseFunction? deployed, string? content)
    {
        IReadOnlyList<SavedFunction> kept = await ReadAsync(name);
        HashSet<string> replaced = new(StringComparer.Ordinal);
        foreach (SavedFunction one in kept)
        {
            if (await ReplacedVersions.ReadAsync(one.SavedPath, cancellation) is not { } replacement)
            {
                continue;
            }

            if (content is not null && replacement.Content == content && (replacement.Version is null || replacement.Version == deployed?.Version))
            {
                return Earlier(name, deployed, one, replacement);
            }

            if (await TryOpenAsync(one) is { } broken)
            {
                replaced.Add(FunctionContent.Of(broken.Files));
            }
        }

        foreach (SavedFunction one in kept.Where(one => one.WasHealthy == true && IsOlder(one, deployed)))
        {
            if (await TryOpenAsync(one) is { } healthy)
            {
                string digest = FunctionContent.Of(healthy.Files);
                if (digest != content && !replaced.Contains(digest))
                {
                    return Of(healthy.Manifest, healthy.Files, one.SavedPath);
                }
            }
        }

        return new FunctionChoice { Refusal = Errors.NoHealthyVersion(name, kept.Count, Versions(kept)) };
    }

    private static bool IsOlder(SavedFunction one, SupabaseFunction? deployed) =>
        one.DeployedAt is not { } then || deployed?.UpdatedAt is not { } now || then <= now;

    private static FunctionChoice Earlier(string name, SupabaseFunction? deployed, SavedFunction broken, SavedReplacement replacement) => new()
    {
        IsRolledBack = true,
        Refusal = Errors.AlreadyRolledBack(
            name,
            string.Create(CultureInfo.InvariantCulture, $"version {deployed?.Version}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"by {replacement.UserName} on {replacement.ReplacedAt.LocalDateTime:yyyy-MM-dd HH:mm:ss} from version {broken.Version}"),
            isRollback: true),
    };

    private static FunctionChoice Of(SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files, string path) => new()
    {
        Package = FunctionPackage.Of(manifest, files, path),
        Origin = string.Create(
            CultureInfo.InvariantCulture,
            $"version {manifest.Version}, deployed {manifest.DeployedAt?.LocalDateTime:yyyy-MM-dd HH:mm} and kept"),
        Version = manifest.Version,
        Secrets = manifest.Secrets,
    };

    private async Task<(SavedManifest Manifest, IReadOnlyList<SupabaseFunctionFile> Files)?> TryOpenAsync(SavedFunction one)
    {
        try
        {
            return await FunctionStore.OpenAsync(one.SavedPath, cancellation);
        }
        catch (XmrtException damaged)
        {
            notices.Warn($"Left out: {damaged.Message}");
            return null;
        }
    }

    /// <summary>What is kept of a function, the one that was deployed last first.</summary>
    private async Task<IReadOnlyList<SavedFunction>> ReadAsync(string name)
    {
        List<SavedFunction> kept = [];
        await foreach (SavedFunction one in FunctionStore.Default.ReadAsync(connection, names: null, notices, cancellation))
        {
            if (one.Name == name)
            {
                kept.Add(one);
            }
        }

        return [.. kept.OrderByDescending(one => one.DeployedAt ?? one.SavedAt)];
    }

    private static string Versions(IReadOnlyList<SavedFunction> kept) => string.Join(", ", kept.Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Version} ({one.WasHealthy switch { true => "healthy", false => "not healthy", null => "health not known" }})")));
}
