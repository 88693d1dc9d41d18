using System.Reflection;

namespace XmrtOps.Sandbox.Schema;

/// <summary>One of the embedded SQL files. Its number says when it runs; see <see cref="SchemaStage"/>.</summary>
internal sealed record SchemaScript(string Name, string Sql)
{
    private const string Folder = "Schema/";

    /// <summary>The files of one stage in the order of their numbers.</summary>
    public static IReadOnlyList<SchemaScript> OfStage(SchemaStage stage)
    {
        var assembly = typeof(SchemaScript).Assembly;
        var digit = (char)('0' + (int)stage);
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name[Folder.Length] == digit)
                .Order(StringComparer.Ordinal)
                .Select(name => new SchemaScript(name[Folder.Length..], Read(assembly, name))),
        ];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema file {name} is not embedded in {assembly.FullName}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
