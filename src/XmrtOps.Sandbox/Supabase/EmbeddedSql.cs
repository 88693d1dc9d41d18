namespace XmrtOps.Sandbox.Supabase;

/// <summary>The statements of this folder's .sql files.</summary>
internal static class EmbeddedSql
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream($"Supabase/{name}.sql")
            ?? throw new InvalidOperationException($"The statement {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
