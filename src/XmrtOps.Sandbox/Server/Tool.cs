using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace XmrtOps.Sandbox.Server;

/// <summary>Runs a program to its end; cancellation interrupts it, and kills it and its children if it goes on.</summary>
internal static class Tool
{
    private const int NotStartable = 127;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // Tokens and passwords in our environment are no business of a server's, and PGDATA or PGPORT would mislead it.
    private static readonly HashSet<string> Inherited = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "PATHEXT", "COMSPEC", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TMPDIR", "TEMP", "TMP",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ProgramFiles", "ProgramData",
    };

    /// <summary>A working directory that every account can enter.</summary>
    public static string AnyDirectory => OperatingSystem.IsWindows() ? Path.GetTempPath() : "/";

    /// <summary>What a program finds in its environment: nothing of ours but where programs are, and plain English.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = ChooseEnvironment();

    public static async Task<ToolResult> RunAsync(
        string program, IEnumerable<string> arguments, string workingDirectory, CancellationToken cancellation)
    {
        using var kill = new CancellationTokenSource();
        using var onCancel = cancellation.Register(() => kill.CancelAfter(OperatingSystem.IsWindows() ? TimeSpan.Zero : Grace));
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(workingDirectory)
                .WithEnvironmentVariables(OverrideEnvironment())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, kill.Token, cancellation)
                .ConfigureAwait(false);
            return new ToolResult(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        catch (Exception error) when (error is Win32Exception or DirectoryNotFoundException)
        {
            return new ToolResult(NotStartable, string.Empty, error.Message);
        }
    }

    private static Dictionary<string, string> ChooseEnvironment()
    {
        var chosen = OurVariables().Where(Inherited.Contains).ToDictionary(
            name => name, name => System.Environment.GetEnvironmentVariable(name) ?? string.Empty, StringComparer.Ordinal);
        chosen["LC_ALL"] = "C";
        chosen["TZ"] = "UTC";
        return chosen;
    }

    private static Dictionary<string, string?> OverrideEnvironment()
    {
        var variables = OurVariables().ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in Environment) variables[name] = value;
        return variables;
    }

    private static IEnumerable<string> OurVariables() =>
        System.Environment.GetEnvironmentVariables().Keys.Cast<string>();
}
