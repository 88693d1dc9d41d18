using System.Collections.Concurrent;

namespace XmrtOps.Data;

/// <summary>The embedded .sql files, by their path in the project, such as <c>Database/SlowQuery.sql</c>.</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<string, string> s_texts = new(StringComparer.Ordinal);

    public static string Of(string path) => s_texts.GetOrAdd(path, static key =>
    {
        using Stream stream = typeof(Sql).Assembly.GetManifestResourceStream(key)
            ?? throw new FileNotFoundException("The module has no SQL file of this name.", key);
        using StreamReader reader = new(stream);
        return WithoutHeader(reader.ReadToEnd());
    });

    /// <summary>The comment that explains the file to its readers would only fill pg_stat_statements.</summary>
    private static string WithoutHeader(string text) => string.Join(
        '\n', text.Split('\n').SkipWhile(line => line.StartsWith("--", StringComparison.Ordinal) || line.Length == 0));
}
