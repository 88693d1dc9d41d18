using System.Data.Common;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>A database of the sandbox, and as whom.</summary>
internal sealed record BenchmarkDatabase(string Host, int Port, string Name, string UserName, string Password)
{
    /// <summary>As the console takes it.</summary>
    public string Url => string.Create(
        CultureInfo.InvariantCulture, $"postgresql://{UserName}:{Password}@{Host}:{Port}/{Name}?sslmode=disable");

    public static BenchmarkDatabase AsUser(RunningSandbox sandbox, string name) =>
        new(sandbox.Host, sandbox.Port, name, sandbox.UserName, sandbox.Password);

    public static BenchmarkDatabase AsAdministrator(RunningSandbox sandbox, string name) =>
        new(sandbox.Host, sandbox.Port, name, sandbox.AdministratorUserName, sandbox.AdministratorPassword);

    /// <summary>Without the module.</summary>
    /// <param name="keepOpen">Connections serve one command after another; otherwise none outlives its use, as before a database is dropped.</param>
    public DbDataSource Open(bool keepOpen) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = Host,
            Port = Port,
            Database = Name,
            UserName = UserName,
            Password = Password,
            Tls = TlsMode.Disable,
            KeepOpen = keepOpen,
        },
        "bench");
}
