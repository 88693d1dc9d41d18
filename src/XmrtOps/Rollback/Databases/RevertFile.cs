using System.Globalization;
using System.Text;
using XmrtOps.Faults;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>
/// A migration that undoes another, or does it again: written under a name that a push passes over, and given its own when the
/// database has it. In between a push would refuse, and run nothing twice.
/// </summary>
internal sealed class RevertFile
{
    private readonly string _hidden;

    private RevertFile(string path, string hidden, string version, string name, IReadOnlyList<string> statements)
    {
        (Path, _hidden, Version, Name, Statements) = (path, hidden, version, name, statements);
    }

    /// <summary>Where it is, once the database has it.</summary>
    public string Path { get; }

    public string Version { get; }

    public string Name { get; }

    /// <summary>What the history records: as a push would have.</summary>
    public IReadOnlyList<string> Statements { get; }

    /// <param name="folder">The folder of the migrations.</param>
    /// <param name="known">Versions of the history and of the files.</param>
    /// <param name="name">What follows the version.</param>
    /// <param name="why">For its readers, in one line.</param>
    /// <param name="statements">What it does.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="XmrtException">MigrationFileUnwritable.</exception>
    public static RevertFile Write(
        string folder, IEnumerable<string> known, string name, string why, IReadOnlyList<string> statements, DateTimeOffset now)
    {
        string version = NextVersion(known, now);
        string text = $"-- {why}\n{string.Join("\n", statements.Select(statement => statement + ";"))}\n";
        string path = System.IO.Path.Combine(folder, $"{version}_{name}.sql");
        string hidden = HiddenOf(path);
        try
        {
            if (File.Exists(path))
            {
                throw new IOException("a file of that name is there");
            }

            using FileStream file = new(hidden, FileMode.Create, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.MigrationFileUnwritable(path, exception);
        }

        return new RevertFile(path, hidden, version, name, MigrationStatements.Split(text));
    }

    /// <summary>Gives it its name.</summary>
    /// <exception cref="XmrtException">MigrationFileUnwritable.</exception>
    public void Publish()
    {
        try
        {
            File.Move(_hidden, Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.MigrationFileUnwritable(Path, exception);
        }
    }

    /// <summary>Gives a file its name of which the database has the migration, where a process ended before it could.</summary>
    public static void Recover(string path)
    {
        if (File.Exists(HiddenOf(path)) && !File.Exists(path))
        {
            File.Move(HiddenOf(path), path);
        }
    }

    public void Discard()
    {
        try
        {
            File.Delete(_hidden);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A push passes over it.
        }
    }

    private static string HiddenOf(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.unapplied");

    /// <summary>Now, or the second after the newest version: a push refuses what is older than what is applied.</summary>
    internal static string NextVersion(IEnumerable<string> known, DateTimeOffset now)
    {
        string version = now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string newest = known.Append("").Max(StringComparer.Ordinal)!;
        if (string.CompareOrdinal(version, newest) > 0)
        {
            return version;
        }

        string next = long.TryParse(newest, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (number + 1).ToString(CultureInfo.InvariantCulture).PadLeft(newest.Length, '0')
            : "";
        return string.CompareOrdinal(next, newest) > 0 ? next : newest + "1";
    }
}
