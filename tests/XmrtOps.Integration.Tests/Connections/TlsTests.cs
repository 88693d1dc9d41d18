using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Connections;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TlsTests : IAsyncLifetime
{
    private RunningSandbox? _server;
    private TlsMaterial? _trusted;

    public async ValueTask InitializeAsync() => _server = await SandboxHost.StartAsync(
        new SandboxOptions { Name = $"tls-{Guid.NewGuid():N}"[..20], Seeded = false, PostgresBin = SandboxServer.PostgresBin },
        progress: null,
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_without_TLS_is_refused_where_it_is_asked_for()
    {
        using PwshSession session = new();
        session.Set("url", Url("sslmode=verify-full"));

        PwshResult result = await session.Start("Connect-Xmrt $url").Completion;

        Assert.Equal(["TlsRefused"], result.ErrorIds);
    }

    [Fact]
    public async Task A_certificate_is_checked_to_its_root_and_its_name()
    {
        await SwitchOnAsync("127.0.0.1");
        using PwshSession session = new();
        session.Set("trusted", Url($"sslmode=verify-full&sslrootcert={Uri.EscapeDataString(_trusted!.RootFile)}"));
        session.Set("untrusted", Url("sslmode=verify-full"));
        session.Set("absent", Url("sslmode=verify-full&sslrootcert=/nowhere/root.crt"));
        session.Set("root", _trusted.RootFile);

        XmrtConnection connection = session.Run("Connect-Xmrt $trusted").Succeeded().Of<XmrtConnection>()[0];
        Assert.Matches("^TLSv1.*, VerifyFull$", connection.Tls);
        PwshResult untrusted = session.Run("Connect-Xmrt $untrusted");
        Assert.Equal(["CertificateNotTrusted"], untrusted.ErrorIds);
        Assert.Contains("sslrootcert", untrusted.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["RootCertificateUnreadable"], session.Run("Connect-Xmrt $absent").ErrorIds);
        session.Run("Connect-Xmrt $untrusted -RootCertificate $root").Succeeded();
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_not_this_hosts()
    {
        await SwitchOnAsync("db.example.net");
        using PwshSession session = new();
        session.Set("full", Url($"sslmode=verify-full&sslrootcert={Uri.EscapeDataString(_trusted!.RootFile)}"));
        session.Set("ca", Url($"sslmode=verify-ca&sslrootcert={Uri.EscapeDataString(_trusted.RootFile)}"));

        PwshResult full = session.Run("Connect-Xmrt $full");

        Assert.Equal(["CertificateNotTrusted"], full.ErrorIds);
        Assert.Contains("not issued for 127.0.0.1", full.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        session.Run("Connect-Xmrt $ca").Succeeded();
    }

    private string Url(string parameters) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgresql://{_server!.AdministratorUserName}:{_server.AdministratorPassword}@127.0.0.1:{_server.Port}/postgres?{parameters}");

    private async Task SwitchOnAsync(string host)
    {
        await using DbDataSource administrator = Adapters.Postgres.CreateDataSource(
            new Adapters.PostgresSettings
            {
                Host = "127.0.0.1",
                Port = _server!.Port,
                Database = "postgres",
                UserName = _server.AdministratorUserName,
                Password = _server.AdministratorPassword,
                Tls = Adapters.TlsMode.Disable,
                KeepOpen = false,
            },
            "tests");
        await using DbCommand where = administrator.CreateCommand("SELECT current_setting('data_directory')");
        string directory = (string)(await where.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        _trusted = TlsMaterial.Write(directory, host);
        // A key is only read when it belongs to the server's account.
        File.SetUnixFileMode(_trusted.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (string file in new[] { _trusted.KeyFile, _trusted.CertificateFile })
        {
            using Process chown = Process.Start("chown", [$"--reference={directory}", file]);
            await chown.WaitForExitAsync();
        }

        await SandboxServer.RunAsync(administrator, $"ALTER SYSTEM SET ssl_cert_file = '{_trusted.CertificateFile}'");
        await SandboxServer.RunAsync(administrator, $"ALTER SYSTEM SET ssl_key_file = '{_trusted.KeyFile}'");
        await SandboxServer.RunAsync(administrator, "ALTER SYSTEM SET ssl = on");
        await SandboxServer.RunAsync(administrator, "SELECT pg_reload_conf()");
        await UntilOnAsync(administrator);
    }

    private static async Task UntilOnAsync(DbDataSource administrator)
    {
        // The postmaster takes the new settings when it gets to it; each new connection asks it anew.
        while (true)
        {
            await using DbCommand command = administrator.CreateCommand("SELECT current_setting('ssl')");
            if ((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == "on")
            {
                return;
            }
        }
    }
}
