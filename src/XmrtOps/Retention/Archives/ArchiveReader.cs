using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>An archive that is complete and as it was written.</summary>
internal sealed class ArchiveReader
{
    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ArchiveReader(string path, ArchiveManifest manifest) => (Path, Manifest) = (path, manifest);

    /// <summary>Its directory.</summary>
    public string Path { get; }

    public ArchiveManifest Manifest { get; }

    /// <summary>Reads the manifest and compares every file with it.</summary>
    /// <exception cref="XmrtException">ArchiveNotFound, ArchiveIncomplete, ArchiveTooNew, ArchiveDamaged.</exception>
    public static async Task<ArchiveReader> OpenAsync(string path, INotices notices, CancellationToken cancellation)
    {
        ArchiveReader archive = new(path, await ManifestAsync(path, cancellation));
        foreach (ArchivedTable table in archive.Manifest.Tables)
        {
            notices.Progress(new ProgressNotice($"Verifying {table.File}"));
            await archive.VerifyAsync(table, cancellation);
        }

        notices.Progress(new ProgressNotice("Verified", 100, IsCompleted: true));
        return archive;
    }

    /// <summary>Reads a table's rows in batches, each no larger than a statement should be; memory does not grow with them.</summary>
    /// <exception cref="XmrtException">ArchiveDamaged.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string?[]>> RowsAsync(
        ArchivedTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using FileStream file = Open(table);
        await using GZipStream text = new(file, CompressionMode.Decompress);
        using StreamReader reader = new(text, s_text);
        CsvRows rows = new(reader, table.Stored.Count(), Path, table.File);
        string?[]? names = await rows.ReadAsync(cancellation);
        if (names is null || !names.SequenceEqual(table.Stored.Select(column => column.Name), StringComparer.Ordinal))
        {
            throw Errors.ArchiveDamaged(Path, $"{table.File} has other columns than the manifest says");
        }

        List<string?[]> batch = [];
        (long count, long length) = (0, 0);
        while (await rows.ReadAsync(cancellation) is { } row)
        {
            batch.Add(row);
            count++;
            length += row.Sum(value => (long)(value?.Length ?? 0));
            if (batch.Count == ImportThresholds.BatchRows || length > ImportThresholds.BatchCharacters)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }

        if (count != table.Rows)
        {
            throw Errors.ArchiveDamaged(
                Path, string.Create(CultureInfo.CurrentCulture, $"{table.File} has {count:N0} rows, and not {table.Rows:N0}"));
        }
    }

    private static async Task<ArchiveManifest> ManifestAsync(string path, CancellationToken cancellation)
    {
        string file = System.IO.Path.Combine(path, ArchiveManifest.FileName);
        if (!File.Exists(file))
        {
            throw Directory.Exists(path) && Directory.EnumerateFiles(path, "*.csv.gz").Any()
                ? Errors.ArchiveIncomplete(path)
                : Errors.ArchiveNotFound(path);
        }

        try
        {
            byte[] json = await File.ReadAllBytesAsync(file, cancellation);
            using JsonDocument document = JsonDocument.Parse(json);
            // Before the rest, which a newer form may write otherwise.
            int version = document.RootElement.GetProperty("formatVersion").GetInt32();
            if (version > ArchiveManifest.CurrentVersion)
            {
                throw Errors.ArchiveTooNew(path, version, ArchiveManifest.CurrentVersion);
            }

            ArchiveManifest manifest = JsonSerializer.Deserialize(json, ArchiveJson.Default.ArchiveManifest)!;
            return manifest.Tables.All(table => System.IO.Path.GetFileName(table.File) == table.File && table.Key.Count > 0
                && table.Key.All(key => table.Stored.Any(column => column.Name == key)))
                ? manifest
                : throw Errors.ArchiveDamaged(path, "the manifest names files elsewhere, or keys that are no columns");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Errors.ArchiveDamaged(path, "the manifest cannot be read", exception);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw Errors.ArchiveDamaged(path, $"the manifest cannot be read: {ArchiveFaults.Reason(exception)}", exception);
        }
    }

    private async Task VerifyAsync(ArchivedTable table, CancellationToken cancellation)
    {
        await using FileStream file = Open(table);
        if (file.Length != table.Bytes)
        {
            throw Errors.ArchiveDamaged(
                Path, string.Create(CultureInfo.CurrentCulture, $"{table.File} has {file.Length:N0} bytes, and not {table.Bytes:N0}"));
        }

        string hash;
        try
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw Errors.ArchiveDamaged(Path, $"{table.File} cannot be read: {ArchiveFaults.Reason(exception)}", exception);
        }

        if (!string.Equals(hash, table.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Errors.ArchiveDamaged(Path, $"{table.File} has another SHA-256 than the manifest says");
        }
    }

    private FileStream Open(ArchivedTable table)
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(Path, table.File), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw Errors.ArchiveDamaged(Path, $"{table.File} cannot be opened: {ArchiveFaults.Reason(exception)}", exception);
        }
    }
}
