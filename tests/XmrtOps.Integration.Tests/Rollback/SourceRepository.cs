using System.Diagnostics;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A git repository in a folder, with an identity of its own and nothing of the machine's settings.</summary>
internal sealed class SourceRepository
{
    private readonly string _folder;

    public SourceRepository(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Git("init", "--quiet", "--initial-branch=main");
    }

    /// <summary>All that a command could leave behind: commit, branch, status, and the index to the byte.</summary>
    public string State =>
        Git("rev-parse", "HEAD") + Git("branch", "--show-current") + Git("--no-optional-locks", "status", "--porcelain", "--untracked-files=all")
        + Git("stash", "list") + Git("worktree", "list") + Convert.ToHexString(File.ReadAllBytes(Path.Combine(_folder, ".git", "index")));

    public void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <returns>The commit.</returns>
    public string Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments)
    {
        ProcessStartInfo start = new("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.net", "-c", "commit.gpgSign=false", .. arguments])
        {
            WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return output;
    }
}
