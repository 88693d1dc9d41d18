using System.Globalization;
using System.Text;
using XmrtOps.Adapters;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>
/// Reads commits of a repository by what git has in its store. The work tree, the index and the branch are neither used nor touched.
/// </summary>
internal sealed class GitRepository(string program, string directory, CancellationToken cancellation)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly IReadOnlyDictionary<string, string> s_variables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // No lock of the index, no question, and nothing fetched: what is not here is missing.
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["LC_ALL"] = "C",
    };

    /// <exception cref="XmrtException">GitMissing, NotARepository.</exception>
    public static GitRepository At(string directory, CancellationToken cancellation) =>
        Directory.Exists(directory)
            ? new GitRepository(ExternalProgram.Find("git") ?? throw Errors.GitMissing(), directory, cancellation)
            : throw Errors.NotARepository(directory, "there is no such folder");

    /// <summary>The commit that a name means: its identifier, time and first line.</summary>
    /// <exception cref="XmrtException">GitRefUnknown, NotARepository.</exception>
    public async Task<(string Sha, string When, string Subject)> CommitAsync(string reference)
    {
        // What begins with a hyphen would be an option.
        if (reference.StartsWith('-') || reference.Any(char.IsControl))
        {
            throw Errors.GitRefUnknown(reference, directory);
        }

        ProgramBytes found = await RunAsync("", "rev-parse", "--verify", "--quiet", reference + "^{commit}");
        if (found.ExitCode != 0)
        {
            throw found.Error.Contains("not a git repository", StringComparison.Ordinal) || found.Error.Contains("dubious ownership", StringComparison.Ordinal)
                ? Errors.NotARepository(directory, Display.OneLine(found.Error.Split('\n')[0], 200))
                : Errors.GitRefUnknown(reference, directory);
        }

        string sha = Text(found).Trim();
        string[] parts = Text(await RunAsync("", "log", "-1", "--no-show-signature", "--format=%cI%x00%s", sha)).Trim().Split('\0');
        return (sha, parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The files of a commit: paths, and what names their content. Links and submodules are left out.</summary>
    /// <exception cref="XmrtException">NotARepository.</exception>
    public async Task<IReadOnlyList<(string Path, string Blob, long Bytes)>> FilesAsync(string sha)
    {
        ProgramBytes listed = await RunAsync("", "ls-tree", "-r", "-l", "-z", "--full-tree", sha);
        return listed.ExitCode != 0
            ? throw Errors.NotARepository(directory, Display.OneLine(listed.Error.Split('\n')[0], 200))
            :
            [
                .. Text(listed).Split('\0', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => (Head: line.Split('\t')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), Path: line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]))
                    .Where(entry => entry.Head is ["100644" or "100755", "blob", _, _])
                    .Select(entry => (entry.Path, entry.Head[2], long.Parse(entry.Head[3], CultureInfo.InvariantCulture))),
            ];
    }

    /// <summary>Contents, in the order in which they are asked for.</summary>
    /// <exception cref="XmrtException">NotARepository.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ContentsAsync(IReadOnlyList<string> blobs)
    {
        ProgramBytes read = await RunAsync(string.Concat(blobs.Select(blob => blob + "\n")), "cat-file", "--batch");
        ReadOnlyMemory<byte> rest = read.Output;
        List<ReadOnlyMemory<byte>> contents = [];
        foreach (string blob in blobs)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            string[] head = end < 0 ? [] : Encoding.ASCII.GetString(rest.Span[..end]).Split(' ');
            if (head is not [_, "blob", { } size] || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
                || rest.Length < end + 1 + bytes)
            {
                throw Errors.NotARepository(directory, $"the content {blob} is not in it, as in a partial clone");
            }

            contents.Add(rest.Slice(end + 1, bytes));
            rest = rest[Math.Min(rest.Length, end + 1 + bytes + 1)..];
        }

        return contents;
    }

    private static string Text(ProgramBytes bytes) => Encoding.UTF8.GetString(bytes.Output.Span);

    private async Task<ProgramBytes> RunAsync(string input, params IReadOnlyList<string> arguments)
    {
        try
        {
            return await ExternalProgram.PipeAsync(
                program, ["--no-pager", .. arguments], directory, s_variables, input, s_patience, cancellation);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            throw Errors.NotARepository(directory, exception is TimeoutException ? "git did not answer" : exception.Message);
        }
    }
}
