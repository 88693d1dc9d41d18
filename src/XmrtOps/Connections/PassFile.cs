using System.Globalization;
using System.Text;

namespace XmrtOps.Connections;

/// <summary>libpq's .pgpass: lines of host:port:database:user:password, with * for any and \ before : and \.</summary>
internal static class PassFile
{
    public static string DefaultPath(Func<string, string?> environment) => OperatingSystem.IsWindows()
        ? Path.Combine(environment("APPDATA") ?? "", "postgresql", "pgpass.conf")
        : Path.Combine(environment("HOME") ?? "", ".pgpass");

    /// <returns>The password of the first line that fits, or null.</returns>
    public static string? Find(DatabaseTarget target, string path, Action<string> warn)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != UnixFileMode.None)
        {
            warn($"The password file {path} is open to others and is not used; chmod 600 mends that.");
            return null;
        }

        string host = target.Host.StartsWith('/') ? "localhost" : target.Host;
        string[] wanted =
            [host, target.Port.ToString(CultureInfo.InvariantCulture), target.Database, target.UserName];
        return File.ReadLines(path)
            .Where(line => !line.StartsWith('#'))
            .Select(Fields)
            .Where(fields => fields.Count == 5 && wanted.Zip(fields).All(p => p.Second == "*" || p.First == p.Second))
            .Select(fields => fields[4])
            .FirstOrDefault(password => password.Length > 0);
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                field.Append(line[++i]);
            }
            else if (line[i] == ':' && fields.Count < 4)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
