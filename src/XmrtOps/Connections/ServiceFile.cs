using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>libpq's service file: [sections] of connection parameters.</summary>
internal static class ServiceFile
{
    /// <exception cref="XmrtException">ServiceNotFound, UnknownConnectionParameter.</exception>
    public static IReadOnlyDictionary<string, string> Read(
        string service, string? explicitPath, Func<string, string?> environment)
    {
        string[] candidates = Candidates(explicitPath, environment);
        return candidates.Where(File.Exists).Select(path => Section(path, service)).FirstOrDefault(s => s is not null)
            ?? throw Errors.ServiceNotFound(service, string.Join(", ", candidates));
    }

    private static string[] Candidates(string? explicitPath, Func<string, string?> environment)
    {
        if ((explicitPath ?? environment("PGSERVICEFILE")) is { Length: > 0 } named)
        {
            return [named];
        }

        string own = OperatingSystem.IsWindows()
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "postgresql", ".pg_service.conf")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pg_service.conf");
        return environment("PGSYSCONFDIR") is { Length: > 0 } system
            ? [own, Path.Combine(system, "pg_service.conf")]
            : [own];
    }

    private static Dictionary<string, string>? Section(string path, string service)
    {
        Dictionary<string, string>? found = null;
        foreach (string line in File.ReadLines(path).Select(l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                if (found is not null)
                {
                    break;
                }

                found = line == $"[{service}]" ? new(StringComparer.Ordinal) : null;
            }
            else if (found is not null && line.Length > 0 && !line.StartsWith('#'))
            {
                string[] pair = line.Split('=', 2, StringSplitOptions.TrimEntries);
                if (pair.Length < 2 || !ConnectionParameters.IsKnown(pair[0]))
                {
                    throw Errors.UnknownConnectionParameter(ConnectionParameters.Nearest(pair[0]));
                }

                found[pair[0]] = pair[1];
            }
        }

        return found;
    }
}
