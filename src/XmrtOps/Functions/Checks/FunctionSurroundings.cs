using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Checks;

/// <summary>What a source is compared with: the project that it is to be deployed to.</summary>
internal sealed record FunctionSurroundings
{
    /// <summary>Name of the connection; null where there is none.</summary>
    public string? Connection { get; init; }

    /// <summary>Names of the secrets that are set; null where they could not be read.</summary>
    public IReadOnlySet<string>? Secrets { get; init; }

    /// <summary>Why not, as a clause.</summary>
    public string Unknown { get; init; } = "no project is connected (Connect-Xmrt with -ProjectRef and a token)";

    /// <summary>What is deployed, by name; empty where that could not be read.</summary>
    public IReadOnlyDictionary<string, SupabaseFunction> Deployed { get; init; } =
        new Dictionary<string, SupabaseFunction>(StringComparer.Ordinal);

    public static async Task<FunctionSurroundings> ReadAsync(
        XmrtConnection? connection, INotices notices, CancellationToken cancellation)
    {
        if (connection is null)
        {
            return new FunctionSurroundings();
        }

        if (!connection.HasSupabase)
        {
            return new FunctionSurroundings
            {
                Connection = connection.Name,
                Unknown = $"the connection '{connection.Name}' has no token or no project reference of Supabase's",
            };
        }

        FunctionSurroundings surroundings = new() { Connection = connection.Name };
        try
        {
            IReadOnlyList<SupabaseSecret> secrets = await connection.Supabase.GetSecretsAsync(notices, cancellation);
            surroundings = surroundings with
            {
                Secrets = secrets.Select(secret => secret.Name).OfType<string>().ToHashSet(StringComparer.Ordinal),
            };
            IReadOnlyList<SupabaseFunction> functions = await connection.Supabase.GetFunctionsAsync(notices, cancellation);
            return surroundings with
            {
                Deployed = functions.Where(function => function.Slug is not null)
                    .DistinctBy(function => function.Slug)
                    .ToDictionary(function => function.Slug!, StringComparer.Ordinal),
            };
        }
        catch (XmrtException fault) when (fault.ErrorId is not "ConnectionClosed")
        {
            notices.Warn($"Not compared with what is deployed: {fault.Message}");
            return surroundings with { Unknown = $"{connection.Name} could not be asked ({fault.ErrorId})" };
        }
    }
}
