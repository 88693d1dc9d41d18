using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Sources;
using XmrtOps.Module;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Takes the source of a function from a commit.</summary>
internal static class GitChoices
{
    private const long MostBytes = 100L * 1024 * 1024;

    /// <param name="repository">Where the commit is.</param>
    /// <param name="reference">What names it.</param>
    /// <param name="name">The function.</param>
    /// <param name="secrets">Names that are set now; null where they could not be read.</param>
    /// <exception cref="XmrtException">GitRefUnknown, NotARepository.</exception>
    public static async Task<FunctionChoice> OfAsync(
        GitRepository repository, string reference, string name, IReadOnlySet<string>? secrets)
    {
        (string sha, string when, string subject) = await repository.CommitAsync(reference);
        IReadOnlyList<(string Path, string Blob, long Bytes)> files = await repository.FilesAsync(sha);
        if (RootOf(files, name) is not { } root)
        {
            return new FunctionChoice { Refusal = Errors.FunctionNotInCommit(name, sha[..12]) };
        }

        string project = root + "supabase/";
        (string Path, string Blob, long Bytes)[] wanted =
        [
            .. files.Where(file => file.Path.StartsWith(project, StringComparison.Ordinal) && !file.Path.EndsWith(".sql", StringComparison.Ordinal)),
        ];
        if (wanted.Sum(file => file.Bytes) > MostBytes)
        {
            return new FunctionChoice { Refusal = Errors.GitSourceUnfit(name, sha[..12], $"{project} is larger than {Display.Bytes(MostBytes)}") };
        }

        IReadOnlyList<ReadOnlyMemory<byte>> contents = await repository.ContentsAsync([.. wanted.Select(file => file.Blob)]);
        string folder = Directory.CreateTempSubdirectory("xmrtops-git-").FullName;
        try
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                Write(folder, wanted[i].Path[root.Length..], contents[i]);
            }

            return Of(FunctionSourceReader.Read(Path.Combine(folder, "supabase", "functions", name)), sha, when, subject, secrets);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FunctionChoice Of(FunctionSource source, string sha, string when, string subject, IReadOnlySet<string>? secrets)
    {
        FunctionVerdict imports = ImportTest.Run(source);
        if (source.Entrypoint is null || imports.Passed == false)
        {
            return new FunctionChoice
            {
                Refusal = Errors.GitSourceUnfit(source.Name, sha[..12], source.Entrypoint is null ? "there is no file that starts it" : imports.Reason),
            };
        }

        FunctionVerdict environment = EnvironmentTest.Run(source, secrets, "the secrets could not be read");
        return new FunctionChoice
        {
            Package = FunctionPackage.Of(source, []) with
            {
                // What the commit says of the check comes back with it.
                SavedVerifyJwt = source.Configuration?.VerifyJwt,
                Origin = $"commit {sha}",
            },
            Origin = $"commit {sha[..12]} of {when[..Math.Min(10, when.Length)]} ({Display.LogText(subject, 60)})",
            Commit = sha,
            Findings = [.. environment.Findings.Where(finding => finding.Severity == Severity.Critical)],
        };
    }

    /// <summary>The folder that has the project's folder supabase, with a slash at its end; the outermost where there are several.</summary>
    private static string? RootOf(IReadOnlyList<(string Path, string Blob, long Bytes)> files, string name)
    {
        string within = $"supabase/functions/{name}/";
        return files
            .Select(file => (file.Path, At: file.Path.StartsWith(within, StringComparison.Ordinal)
                ? 0
                : file.Path.IndexOf("/" + within, StringComparison.Ordinal) + 1))
            .Where(file => file.At > 0 || file.Path.StartsWith(within, StringComparison.Ordinal))
            .Select(file => file.Path[..file.At])
            .MinBy(root => root.Length);
    }

    private static void Write(string folder, string path, ReadOnlyMemory<byte> content)
    {
        string full = Path.GetFullPath(Path.Combine(folder, path));
        // A tree that somebody made by hand may hold paths that lead out of it.
        if (full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content.Span);
        }
    }
}
