namespace XmrtOps.Sandbox.Supabase;

/// <summary>The statements of this folder's .sql files.</summary>
internal static class EmbeddedSql
{
    /// <param name="name">Folder and file, such as Supabase/auth-users.sql.</param>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The statement {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
