using System.Data.Common;
using XmrtOps.Adapters;

namespace XmrtOps.Benchmarks;

/// <summary>Where an application inserts what.</summary>
internal sealed record InsertTarget(string Host, int Port, string Database, string UserName, string Password, string Insert)
{
    public DbDataSource Open() => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = Host,
            Port = Port,
            Database = Database,
            UserName = UserName,
            Password = Password,
            Tls = TlsMode.Disable,
            KeepOpen = false,
        },
        "application");
}
