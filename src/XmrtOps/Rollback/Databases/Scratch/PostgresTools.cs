using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>pg_dump and psql, which lie beside the server that they came with.</summary>
/// <param name="bin">The folder of the programs.</param>
/// <param name="version">Their version, such as 15.18.</param>
/// <param name="folder">A folder of this account's alone.</param>
internal sealed class PostgresTools(string bin, Version version, string folder)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    // A release of Debian and its kin, and of Red Hat's: pg_dump before 16 cannot be told to ask the system itself.
    private static readonly string[] s_authorities = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

    /// <exception cref="XmrtException">PgDumpUnfit.</exception>
    public void Check(XmrtConnection target)
    {
        foreach (string program in new[] { "pg_dump", "psql" })
        {
            if (!File.Exists(PathOf(program)))
            {
                throw Errors.PgDumpUnfit(target.Database.Target, $"{bin} has no {program}");
            }
        }

        if (target.ServerVersionNumber / 10000 > version.Major)
        {
            throw Errors.PgDumpUnfit(
                target.Database.Target,
                $"the server is PostgreSQL {target.ServerVersion}, and {bin} is {version}, which cannot read a newer one");
        }
    }

    /// <summary>Writes the schema into a file, without rows. It only reads: pg_dump's transaction is READ ONLY.</summary>
    /// <exception cref="XmrtException">SchemaCopyFailed.</exception>
    public async Task DumpAsync(
        XmrtConnection target, string file, IEnumerable<RelationName> without, CancellationToken cancellation)
    {
        DatabaseLogin login = target.Login ?? throw Errors.NoDatabase(target.Name);
        string passwords = Path.Combine(folder, "target.pgpass");
        if (login.Password is { } password)
        {
            WritePassFile(passwords, password.Reveal());
        }

        DatabaseTarget at = login.Target;
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["PGHOST"] = at.Host,
            ["PGPORT"] = at.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = at.Database,
            ["PGUSER"] = at.UserName,
            ["PGPASSFILE"] = passwords,
            ["PGCONNECT_TIMEOUT"] = at.ConnectTimeoutSeconds.ToString(CultureInfo.InvariantCulture),
            ["PGAPPNAME"] = ApplicationName.Module,
            ["PGSSLMODE"] = ModeOf(at.Tls),
        };
        foreach ((string name, string? value) in new[]
        {
            ("PGSSLROOTCERT", at.RootCertificate ?? Authorities(at.Tls)), ("PGSSLCERT", at.ClientCertificate), ("PGSSLKEY", at.ClientKey),
            ("PGCHANNELBINDING", at.ChannelBinding), ("PGREQUIREAUTH", at.RequireAuth), ("PGOPTIONS", at.Options),
        })
        {
            if (value is not null)
            {
                variables[name] = value;
            }
        }

        ProgramOutcome said = await RunAsync(
            "pg_dump",
            [
                "--schema-only", "--no-publications", "--no-subscriptions", "--no-password", "--lock-wait-timeout=2000", "--file=" + file,
                .. without.Select(table => $"--exclude-table={table.ToSql()}"),
            ],
            variables,
            cancellation);
        File.Delete(passwords);
        if (said.ExitCode != 0)
        {
            // It waits for locks by a limit on statements, and says in many lines which tables it wanted, and not which it waited for.
            throw said.Error.Contains("statement timeout", StringComparison.Ordinal)
                ? Errors.SchemaCopyFailed(
                    target.Database.Target, "another session holds a table in a way that keeps readers out, or takes too long", "Get-XmrtLock shows which. Try again then")
                : Errors.SchemaCopyFailed(target.Database.Target, SecretText.MaskIn(said.Error.Trim()), "Mend what it says");
        }
    }

    /// <summary>Runs files on a scratch server, one after the other; what fails is passed over.</summary>
    /// <returns>What failed, as the server said it.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(
        string host, int port, string user, string password, IEnumerable<string> files, CancellationToken cancellation)
    {
        string passwords = Path.Combine(folder, "scratch.pgpass");
        WritePassFile(passwords, password);
        ProgramOutcome said = await RunAsync(
            "psql",
            ["--no-psqlrc", "--quiet", "--no-password", "--output=" + Path.Combine(folder, "psql.out"), .. files.Select(file => "--file=" + file)],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PGHOST"] = host,
                ["PGPORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["PGDATABASE"] = "postgres",
                ["PGUSER"] = user,
                ["PGPASSFILE"] = passwords,
                ["PGSSLMODE"] = "disable",
                ["PGCLIENTENCODING"] = "UTF8",
            },
            cancellation);
        return [.. said.Error.Split('\n')
            .Select(line => line.IndexOf("ERROR:", StringComparison.Ordinal) is >= 0 and int found ? line[(found + 6)..].Trim() : "")
            .Where(line => line.Length > 0)];
    }

    private async Task<ProgramOutcome> RunAsync(
        string program, IReadOnlyList<string> arguments, Dictionary<string, string> variables, CancellationToken cancellation)
    {
        variables["LC_ALL"] = "C";
        try
        {
            return await ExternalProgram.RunAsync(PathOf(program), arguments, folder, variables, s_patience, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            throw Errors.PgDumpUnfit(program, exception.Message);
        }
    }

    private string PathOf(string program) => Path.Combine(bin, OperatingSystem.IsWindows() ? program + ".exe" : program);

    private string? Authorities(TlsMode mode) => mode is not (TlsMode.VerifyCA or TlsMode.VerifyFull) ? null
        : version.Major >= 16 ? "system"
        : s_authorities.FirstOrDefault(File.Exists);

    private static string ModeOf(TlsMode mode) => mode switch
    {
        TlsMode.VerifyCA => "verify-ca",
        TlsMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static void WritePassFile(string path, string password)
    {
        using StreamWriter writer = new(OwnerOnly.Open(path, FileMode.Create, FileShare.Read));
        writer.Write($"*:*:*:*:{password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)}\n");
    }
}
