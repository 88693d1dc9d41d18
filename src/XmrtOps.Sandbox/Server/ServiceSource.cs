using Npgsql;

namespace XmrtOps.Sandbox.Server;

/// <summary>Connections of the sandbox's own services.</summary>
internal static class ServiceSource
{
    /// <summary>
    /// A source whose connections ask the catalog for no types: that would be a statement in the statistics, where the
    /// application's are to be found. Built-in types are known without.
    /// </summary>
    public static NpgsqlDataSource Create(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString)
            .ConfigureTypeLoading(static types => types.EnableTypeLoading(false))
            .Build();
}
