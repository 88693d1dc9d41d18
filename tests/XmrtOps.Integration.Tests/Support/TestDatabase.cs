using System.Data.Common;
using System.Globalization;
using XmrtOps.Sandbox;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>A database of one test's own, with the XMRT schema and its rows.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly DbDataSource _administrator;

    internal TestDatabase(SandboxServer server, string name)
    {
        Server = server;
        Name = name;
        _administrator = server.Administrator(name);
    }

    public SandboxServer Server { get; }

    public string Name { get; }

    /// <summary>As the role postgres, which bypasses row level security.</summary>
    public string Url => UrlOf(Server.Sandbox.UserName, Server.Sandbox.Password);

    /// <summary>As a role that row level security and missing privileges blind.</summary>
    public string ReaderUrl => UrlOf(Server.Sandbox.ReaderUserName, Server.Sandbox.ReaderPassword);

    /// <summary>As superuser.</summary>
    public string AdministratorUrl =>
        UrlOf(Server.Sandbox.AdministratorUserName, Server.Sandbox.AdministratorPassword);

    public string UrlOf(string user, string password, int? port = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgresql://{user}:{password}@127.0.0.1:{port ?? Server.Sandbox.Port}/{Name}?sslmode=disable");

    /// <summary>Runs SQL as superuser.</summary>
    public Task RunAsync(string sql) => SandboxServer.RunAsync(_administrator, sql);

    /// <summary>The one value of a statement, as superuser.</summary>
    public async Task<T> ValueAsync<T>(string sql)
    {
        await using DbCommand command = _administrator.CreateCommand(sql);
        command.CommandTimeout = 0;
        object? value = await command.ExecuteScalarAsync();
        return (T)Convert.ChangeType(value!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>A console that is connected to this database as postgres.</summary>
    internal PwshSession Connect(string name = "db", string culture = "", int width = 80)
    {
        PwshSession session = new(width, culture);
        session.Set("url", Url);
        session.Run($"$null = Connect-Xmrt $url -Name {name}").Succeeded();
        return session;
    }

    /// <summary>What the journal has of this database, newest first: all tests of the assembly write one journal.</summary>
    internal IReadOnlyList<JournalEntry> Journal(PwshSession session) =>
    [
        .. session.Run("Get-XmrtJournal -All").Succeeded().Of<JournalEntry>()
            .Where(entry => entry.Target!.EndsWith($"/{Name}", StringComparison.Ordinal)),
    ];

    public async ValueTask DisposeAsync()
    {
        // The server keeps 5,000 statements of all databases and drops the least used: a colleague's that ran once.
        await using (DbDataSource sandbox = Server.Administrator(Server.Sandbox.Database))
        {
            await SandboxServer.RunAsync(
                sandbox,
                $"SELECT extensions.pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = '{Name}'), 0)");
        }

        await using (DbDataSource template1 = Server.Administrator("template1"))
        {
            await SandboxServer.RunAsync(template1, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        }

        await _administrator.DisposeAsync();
    }
}
