using System.Text;
using System.Text.RegularExpressions;
using XmrtOps.Faults;

namespace XmrtOps.Rollback.Migrations;

/// <summary>Migrations on this machine, as the CLI finds them: files of one folder, none below.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Files">In the order in which a push takes them.</param>
/// <param name="DownScripts">Scripts that undo, by version.</param>
internal sealed partial record MigrationFolder(
    string Path, IReadOnlyList<MigrationFile> Files, IReadOnlyDictionary<string, MigrationFile> DownScripts)
{
    /// <summary>Where scripts that undo are: beside the migrations, because a push runs every file among them.</summary>
    public const string DownFolder = "rollbacks";

    /// <summary>More is no migration but a dump, and is not read.</summary>
    private const long LongestFileBytes = 64L * 1024 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The folder for scripts that undo what is in a folder of migrations.</summary>
    public static string DownFolderOf(string migrations) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(migrations) ?? migrations, DownFolder);

    /// <summary>Looks for supabase/migrations in a folder and above it; null: there is none.</summary>
    public static string? Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string path = System.IO.Path.Combine(at.FullName, "supabase", "migrations");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Reads a folder that was named: one of migrations, a project's, or its supabase.</summary>
    /// <exception cref="XmrtException">MigrationFolderMissing, MigrationFolderUnreadable.</exception>
    public static MigrationFolder Read(string path)
    {
        string? folder = new[]
        {
            System.IO.Path.Combine(path, "supabase", "migrations"), System.IO.Path.Combine(path, "migrations"), path,
        }.FirstOrDefault(Directory.Exists);
        if (folder is null)
        {
            throw Errors.MigrationFolderMissing(path, File.Exists(path) ? "it is a file" : "there is no such folder");
        }

        try
        {
            return new MigrationFolder(folder, [.. FilesIn(folder)], DownScriptsOf(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.MigrationFolderUnreadable(folder, exception);
        }
    }

    private static IEnumerable<MigrationFile> FilesIn(string folder) => Directory.EnumerateFiles(folder)
        .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.'))
        .Order(StringComparer.Ordinal)
        .Select(ReadFile);

    private static Dictionary<string, MigrationFile> DownScriptsOf(string folder)
    {
        Dictionary<string, MigrationFile> scripts = new(StringComparer.Ordinal);
        string beside = DownFolderOf(folder);
        if (Directory.Exists(beside))
        {
            foreach (MigrationFile file in FilesIn(beside).Where(file => file is { IsDownScript: true, Version: not null }))
            {
                scripts[file.Version!] = file;
            }
        }

        return scripts;
    }

    private static MigrationFile ReadFile(string path)
    {
        Match match = FileName().Match(System.IO.Path.GetFileName(path));
        MigrationFile file = new()
        {
            Path = path,
            Version = match.Success ? match.Groups["version"].Value : null,
            Name = match.Success ? match.Groups["name"].Value : null,
        };
        try
        {
            if (new FileInfo(path).Length > LongestFileBytes)
            {
                return file with { Fault = "it is longer than 64 MiB" };
            }

            byte[] bytes = File.ReadAllBytes(path);
            int start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            string text = s_strict.GetString(bytes, start, bytes.Length - start);
            return text.Contains('\0', StringComparison.Ordinal)
                ? file with { Fault = "it holds null characters, as UTF-16 does" }
                : file with { Text = text, Statements = MigrationStatements.Split(text) };
        }
        catch (DecoderFallbackException)
        {
            return file with { Fault = "it is no UTF-8" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return file with { Fault = $"it cannot be read ({exception.Message})" };
        }
    }

    [GeneratedRegex(
        "^(?<version>[0-9]+)_(?<name>.*)\\.sql$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
