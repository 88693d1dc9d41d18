using System.Runtime.CompilerServices;
using System.Text;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Functions.Sources;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Dependencies;

/// <summary>What the functions import that are deployed, read from their sources at the platform.</summary>
internal static class DeployedDependencies
{
    private static readonly string[] s_maps = ["deno.json", "deno.jsonc", "import_map.json"];

    public static async IAsyncEnumerable<Dependency> ReadAsync(
        XmrtConnection connection, Wildcard? names, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<Dependency> all = [];
        foreach (SupabaseFunction function in (await connection.Supabase.GetFunctionsAsync(notices, cancellation))
            .Where(function => function.Slug is not null && FunctionNames.Fits(names, function.Slug))
            .OrderBy(function => function.Slug, StringComparer.Ordinal))
        {
            notices.Progress(new ProgressNotice($"Reading {function.Slug}"));
            try
            {
                SupabaseFunctionBody body = await connection.Supabase.GetFunctionBodyAsync(function.Slug!, notices, cancellation);
                all.AddRange(Of(connection.Name, function, body));
            }
            catch (XmrtException fault) when (fault.ErrorId is "UnreadableAnswer" or "NotFound")
            {
                // A bundle without its sources, or one that was deleted just now: the others are worth as much without it.
                notices.Warn($"Not read: {function.Slug}. {fault.Message}");
            }
        }

        foreach (Dependency dependency in all)
        {
            yield return dependency.Among(all);
        }
    }

    private static IReadOnlyList<Dependency> Of(string connection, SupabaseFunction function, SupabaseFunctionBody body)
    {
        ImportMap map = MapOf(function, body);
        return ImportedPackages.Of(
            function.Slug!,
            connection,
            body.Files.Where(file => FunctionSourceReader.IsScript(file.Path)).SelectMany(file =>
                ScriptImports.Of(ScriptLexer.Read(Encoding.UTF8.GetString(file.Content.Span))).Select(import => (file.Path, import))),
            map);
    }

    private static ImportMap MapOf(SupabaseFunction function, SupabaseFunctionBody body)
    {
        SupabaseFunctionFile? file = body.Files.FirstOrDefault(file => function.ImportMapPath is { } path
                && (path == file.Path || path.EndsWith("/" + file.Path, StringComparison.Ordinal)))
            ?? body.Files.FirstOrDefault(file => s_maps.Contains(file.Path.Split('/')[^1], StringComparer.Ordinal));
        return file is null ? new ImportMap() : ImportMap.Parse(file.Path, Encoding.UTF8.GetString(file.Content.Span));
    }
}
