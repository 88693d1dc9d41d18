using System.Globalization;

namespace XmrtOps.Sandbox.Server;

/// <summary>
/// The unprivileged account that the server runs as where we are root: PostgreSQL refuses to run as root.
/// </summary>
internal sealed class ServiceAccount
{
    private const string AccountsFile = "/etc/passwd";
    private static readonly string[] Preferred = ["postgres", "_postgres", "nobody"];

    private readonly string[] _launcher;

    private ServiceAccount(string name, uint userId, uint groupId, string[] launcher)
    {
        Name = name;
        UserId = userId;
        GroupId = groupId;
        _launcher = launcher;
    }

    public string Name { get; }

    public uint UserId { get; }

    public uint GroupId { get; }

    /// <summary>The account to use, or null where our own is good enough.</summary>
    public static async Task<ServiceAccount?> ChooseAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return null;

        foreach (var account in Accounts())
        {
            if (await account.WorksAsync(cancellation).ConfigureAwait(false)) return account;
        }

        throw new SandboxException(
            "AccountMissing",
            "PostgreSQL refuses to run as root, and no account to run it as could be used "
            + $"(tried {string.Join(", ", Preferred)} with setpriv, runuser and sudo).",
            "Run as a normal user, or create an account: useradd --system postgres");
    }

    /// <summary>Turns a command line of ours into one that runs as the account (or as ourselves for null).</summary>
    public static (string Program, IEnumerable<string> Arguments) Wrap(
        ServiceAccount? account, string program, IEnumerable<string> arguments) =>
        account is null
            ? (program, arguments)
            : (account._launcher[0], [.. account._launcher[1..], program, .. arguments]);

    /// <summary>Runs a program as the account, or as ourselves for null.</summary>
    public static Task<ToolResult> RunAsync(
        ServiceAccount? account,
        string program,
        IEnumerable<string> arguments,
        string workingDirectory,
        CancellationToken cancellation)
    {
        var (wrapped, all) = Wrap(account, program, arguments);
        return Tool.RunAsync(wrapped, all, workingDirectory, cancellation);
    }

    /// <summary>Hands a file or folder over to the account.</summary>
    public void Own(string path)
    {
        if (OperatingSystem.IsWindows() || Unix.ChangeOwner(path, UserId, GroupId) != 0)
        {
            throw new IOException($"{path} could not be handed over to account {Name}.");
        }
    }

    private static IEnumerable<ServiceAccount> Accounts()
    {
        if (!File.Exists(AccountsFile)) yield break;

        var entries = File.ReadAllLines(AccountsFile).Select(line => line.Split(':')).Where(entry => entry.Length >= 4);
        foreach (var entry in Preferred.SelectMany(name => entries.Where(entry => entry[0] == name)))
        {
            if (!TryReadId(entry[2], out var userId) || !TryReadId(entry[3], out var groupId) || userId == 0) continue;

            string[][] launchers =
            [
                ["setpriv", $"--reuid={entry[2]}", $"--regid={entry[3]}", "--clear-groups", "--"],
                ["runuser", "-u", entry[0], "--"],
                ["sudo", "-n", "-u", entry[0], "--"],
            ];
            foreach (var launcher in launchers) yield return new ServiceAccount(entry[0], userId, groupId, launcher);
        }
    }

    // Directory services write nobody as -2.
    private static bool TryReadId(string text, out uint id)
    {
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        id = unchecked((uint)number);
        return isNumber;
    }

    private async Task<bool> WorksAsync(CancellationToken cancellation)
    {
        var result = await RunAsync(this, "true", [], Tool.AnyDirectory, cancellation).ConfigureAwait(false);
        return result.ExitCode == 0;
    }
}
