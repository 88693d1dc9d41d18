using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;
using XmrtOps.State;

namespace XmrtOps.Functions.Saved;

/// <summary>
/// Versions of functions in the state's home: functions/project/name/version. A version is a folder that gets its name in one
/// step, when all of it is written; its files are the owner's alone.
/// </summary>
internal sealed class FunctionStore(StateHome home)
{
    private const string Folder = "functions";
    private const string Incomplete = ".incomplete-";

    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static FunctionStore Default => new(StateHome.Default);

    /// <summary>What is kept of a connection's project, by name, the newest first. What is damaged is warned of, and left out.</summary>
    /// <exception cref="XmrtException">NoProjectRef.</exception>
    public async IAsyncEnumerable<SavedFunction> ReadAsync(
        XmrtConnection connection, Wildcard? names, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string project = ProjectOf(connection);
        foreach (string folder in Folders(project).Where(f => FunctionNames.Fits(names, Path.GetFileName(f))))
        {
            List<(SavedManifest Manifest, string Path)> kept = [];
            foreach (string version in Versions(folder))
            {
                if (await ManifestAsync(version, cancellation) is { } manifest)
                {
                    kept.Add((manifest, version));
                }
                else
                {
                    notices.Warn($"Left out: {version} has no manifest that can be read. Remove the folder, or bring it back from a backup.");
                }
            }

            foreach ((SavedManifest manifest, string path) in kept.OrderByDescending(item => item.Manifest.SavedAt))
            {
                yield return Record(connection.Name, manifest, await HealthAsync(path, cancellation), path, isNew: false);
            }
        }
    }

    /// <summary>The version, where it is kept already.</summary>
    public async Task<(SavedManifest Manifest, string Path)?> FindAsync(
        string project, SupabaseFunction function, CancellationToken cancellation)
    {
        foreach (string path in Versions(FolderOf(project, function.Slug!)))
        {
            if (await ManifestAsync(path, cancellation) is { } manifest && manifest.Version == function.Version
                && manifest.VerifyJwt == function.VerifyJwt && manifest.BundleSha256 == function.EzbrSha256
                && manifest.DeployedAt == function.UpdatedAt)
            {
                return (manifest, path);
            }
        }

        return null;
    }

    /// <summary>Writes a version, unless another process has just done so.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public async Task<(SavedManifest Manifest, string Path, bool IsNew)> WriteAsync(
        SupabaseFunction function, SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files, CancellationToken cancellation)
    {
        string folder = FolderOf(manifest.ProjectRef, manifest.Name);
        try
        {
            home.Ensure();
            foreach (string part in new[] { home.FileOf(Folder), Path.GetDirectoryName(folder)!, folder })
            {
                if (!Directory.Exists(part))
                {
                    OwnerOnly.CreateDirectory(part);
                }
            }

            using IDisposable held = await FileLock.TakeAsync(Path.Combine(folder, ".lock"), cancellation);
            if (await FindAsync(manifest.ProjectRef, function, cancellation) is { } kept)
            {
                return (kept.Manifest, kept.Path, false);
            }

            string path = Path.Combine(folder, string.Create(
                CultureInfo.InvariantCulture, $"v{manifest.Version ?? 0}-{manifest.SavedAt.UtcDateTime:yyyyMMdd'T'HHmmssfff}"));
            string partial = path + Incomplete + Guid.NewGuid().ToString("N")[..8];
            OwnerOnly.CreateDirectory(partial);
            try
            {
                await FillAsync(partial, manifest, files, cancellation);
                Directory.Move(partial, path);
            }
            catch
            {
                Directory.Delete(partial, recursive: true);
                throw;
            }

            return (manifest, path, true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.StateUnavailable(folder, StateFaults.Reason(exception), exception);
        }
    }

    /// <summary>Records how a version did. What was known before is not lost to what is not known.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static async Task<SavedHealth> NoteAsync(string path, SavedHealth health, CancellationToken cancellation)
    {
        if (health.WasHealthy is null && await HealthAsync(path, cancellation) is { } known)
        {
            return known;
        }

        try
        {
            string file = Path.Combine(path, SavedHealth.FileName);
            string partial = file + Incomplete + Guid.NewGuid().ToString("N")[..8];
            await WriteAsync(partial, JsonSerializer.SerializeToUtf8Bytes(health, SavedJson.Default.SavedHealth), cancellation);
            File.Move(partial, file, overwrite: true);
            return health;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.StateUnavailable(path, StateFaults.Reason(exception), exception);
        }
    }

    /// <summary>A version with its files, each checked against the manifest.</summary>
    /// <exception cref="XmrtException">SavedFunctionDamaged.</exception>
    public static async Task<(SavedManifest Manifest, IReadOnlyList<SupabaseFunctionFile> Files)> OpenAsync(
        string path, CancellationToken cancellation)
    {
        SavedManifest manifest = await ManifestAsync(path, cancellation)
            ?? throw Errors.SavedFunctionDamaged(path, "it has no manifest that can be read");
        List<SupabaseFunctionFile> files = [];
        foreach (SavedFile file in manifest.Files)
        {
            byte[] content;
            try
            {
                content = await File.ReadAllBytesAsync(Path.Combine(path, Path.GetFileName(file.File)), cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Errors.SavedFunctionDamaged(path, $"its file {file.File} cannot be read");
            }

            files.Add(Digest(content) == file.Sha256
                ? new SupabaseFunctionFile(file.Path, content)
                : throw Errors.SavedFunctionDamaged(path, $"its file {file.File} is not what was saved"));
        }

        return (manifest, files);
    }

    public static SavedFunction Record(string connection, SavedManifest manifest, SavedHealth? health, string path, bool isNew) => new()
    {
        Connection = connection,
        ProjectRef = manifest.ProjectRef,
        Name = manifest.Name,
        Version = manifest.Version,
        VerifiesJwt = manifest.VerifyJwt,
        WasHealthy = health?.WasHealthy,
        HealthReason = health?.Reason,
        Files = manifest.Files.Count,
        SizeBytes = manifest.Files.Sum(file => file.Bytes),
        Secrets = manifest.Secrets,
        DeployedAt = manifest.DeployedAt,
        SavedAt = manifest.SavedAt,
        IsNew = isNew,
        SavedPath = path,
    };

    /// <exception cref="XmrtException">NoProjectRef.</exception>
    public static string ProjectOf(XmrtConnection connection) =>
        connection.ProjectRef ?? throw Errors.NoProjectRef(connection.Name);

    public static string Digest(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private static async Task FillAsync(
        string partial, SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files, CancellationToken cancellation)
    {
        for (int i = 0; i < files.Count; i++)
        {
            await WriteAsync(Path.Combine(partial, manifest.Files[i].File), files[i].Content, cancellation);
        }

        await WriteAsync(
            Path.Combine(partial, SavedManifest.FileName),
            JsonSerializer.SerializeToUtf8Bytes(manifest, SavedJson.Default.SavedManifest),
            cancellation);
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using FileStream file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.Read);
        await file.WriteAsync(content, cancellation);
        file.Flush(flushToDisk: true);
    }

    private static async Task<SavedManifest?> ManifestAsync(string path, CancellationToken cancellation) =>
        await JsonAsync(Path.Combine(path, SavedManifest.FileName), SavedJson.Default.SavedManifest, cancellation) is
        { FormatVersion: <= SavedManifest.CurrentVersion } manifest ? manifest : null;

    private static Task<SavedHealth?> HealthAsync(string path, CancellationToken cancellation) =>
        JsonAsync(Path.Combine(path, SavedHealth.FileName), SavedJson.Default.SavedHealth, cancellation);

    private static async Task<T?> JsonAsync<T>(
        string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellation), type);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private string FolderOf(string project, string name) =>
        Path.Combine(home.FileOf(Folder), FunctionNames.Checked(project), FunctionNames.Checked(name));

    private IEnumerable<string> Folders(string project)
    {
        string folder = Path.Combine(home.FileOf(Folder), FunctionNames.Checked(project));
        return Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<string> Versions(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Where(path => !path.Contains(Incomplete, StringComparison.Ordinal))
        : [];
}
