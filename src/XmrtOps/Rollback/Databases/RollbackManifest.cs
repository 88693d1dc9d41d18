using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Rollback.Databases;

/// <summary>What a rollback of the database did, kept in the state's home: rollbacks/time/manifest.json, beside what it archived. It holds
/// statements and names, and no rows.</summary>
internal sealed record RollbackManifest
{
    public const string FileName = "manifest.json";

    public required string Connection { get; init; }

    /// <summary>Host, port and database.</summary>
    public required string Target { get; init; }

    public required RollbackStyle As { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string ModuleVersion { get; init; }

    /// <summary>The folder of the migrations; null: none was used.</summary>
    public string? MigrationFolder { get; init; }

    /// <summary>The versions that were undone, in that order.</summary>
    public IReadOnlyList<UndoneVersion> Versions { get; init; } = [];

    /// <summary>A new folder for a rollback of this moment.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static string NewFolder(DateTimeOffset now) => System.IO.Path.Combine(
        StateHome.Default.FileOf("rollbacks"),
        FormattableString.Invariant($"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}"));

    /// <summary>Writes it whole, or leaves the one before.</summary>
    public void Write(string folder)
    {
        string path = System.IO.Path.Combine(folder, FileName);
        StateHome.Default.Ensure();
        OwnerOnly.CreateDirectory(folder);
        using (FileStream file = OwnerOnly.Open(path + ".new", FileMode.Create, FileShare.Read))
        {
            JsonSerializer.Serialize(file, this, ManifestJson.Plain.RollbackManifest);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <exception cref="XmrtException">RollbackManifestMissing.</exception>
    public static RollbackManifest Read(string? folder)
    {
        try
        {
            using FileStream file = File.OpenRead(System.IO.Path.Combine(folder ?? throw new FileNotFoundException(), FileName));
            return JsonSerializer.Deserialize(file, ManifestJson.Plain.RollbackManifest)
                ?? throw Errors.RollbackManifestMissing(folder, "it is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Errors.RollbackManifestMissing(folder, exception is JsonException ? "it is damaged" : "it is not there, or closed to this account");
        }
    }
}
