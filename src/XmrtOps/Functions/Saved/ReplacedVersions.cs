using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Functions.Saved;

/// <summary>Remembers which versions rollbacks replaced, in the folders that these are kept in.</summary>
internal static class ReplacedVersions
{
    /// <summary>Null where no rollback replaced it.</summary>
    public static async Task<SavedReplacement?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(
                await File.ReadAllBytesAsync(FileOf(path), cancellation), SavedJson.Default.SavedReplacement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static async Task MarkAsync(string path, SavedReplacement replacement, CancellationToken cancellation)
    {
        string partial = FileOf(path) + "." + Guid.NewGuid().ToString("N")[..8];
        try
        {
            await using (FileStream file = OwnerOnly.Open(partial, FileMode.CreateNew, FileShare.Read))
            {
                await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(replacement, SavedJson.Default.SavedReplacement), cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, FileOf(path), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.StateUnavailable(path, StateFaults.Reason(exception), exception);
        }
    }

    /// <summary>It was not replaced after all.</summary>
    public static void Unmark(string path)
    {
        try
        {
            File.Delete(FileOf(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is passed over by default then, and can be named still.
        }
    }

    private static string FileOf(string path) => Path.Combine(path, SavedReplacement.FileName);
}
