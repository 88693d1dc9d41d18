using System.ComponentModel;
using System.Text;
using CliWrap;

namespace XmrtOps.Adapters;

/// <summary>Runs programs that are installed on this machine.</summary>
public static class ExternalProgram
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    // Tokens and keys in our environment are no business of another program's.
    private static readonly HashSet<string> s_inherited = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "PATHEXT", "COMSPEC", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA",
        "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "LANG", "LC_ALL", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
        "SSL_CERT_FILE", "DENO_DIR", "DENO_CERT", "DENO_TLS_CA_STORE", "NPM_CONFIG_REGISTRY",
    };

    /// <summary>The program's file, as PATH finds it; null where it is not installed.</summary>
    /// <param name="name">Without extension.</param>
    public static string? Find(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs it to its end. It is given our folders and proxies, and nothing else of our environment.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="variables">Further variables.</param>
    /// <param name="patience">When it is ended.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="TimeoutException">It took longer than that.</exception>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<ProgramOutcome> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string> variables,
        TimeSpan patience,
        CancellationToken cancellation)
    {
        ProgramBytes bytes = await PipeAsync(program, arguments, directory, variables, "", patience, cancellation).ConfigureAwait(false);
        return new ProgramOutcome(bytes.ExitCode, Encoding.UTF8.GetString(bytes.Output.Span), bytes.Error);
    }

    /// <summary>Runs it to its end, with a text to read, and takes what it writes as it is.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="variables">Further variables.</param>
    /// <param name="input">What it is given to read.</param>
    /// <param name="patience">When it is ended.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="TimeoutException">It took longer than that.</exception>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<ProgramBytes> PipeAsync(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string> variables,
        string input,
        TimeSpan patience,
        CancellationToken cancellation)
    {
        using CancellationTokenSource kill = new();
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        await using CancellationTokenRegistration registration = late.Token.Register(
            () => kill.CancelAfter(OperatingSystem.IsWindows() ? TimeSpan.Zero : s_grace));
        using MemoryStream output = new();
        StringBuilder error = new();
        try
        {
            CommandResult result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(directory)
                .WithEnvironmentVariables(EnvironmentOf(variables))
                .WithStandardInputPipe(input.Length == 0 ? PipeSource.Null : PipeSource.FromString(input))
                .WithStandardOutputPipe(PipeTarget.ToStream(output))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(kill.Token, late.Token)
                .ConfigureAwait(false);
            return new ProgramBytes(result.ExitCode, output.ToArray(), error.ToString());
        }
        catch (Win32Exception exception)
        {
            throw new IOException(exception.Message, exception);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static Dictionary<string, string?> EnvironmentOf(IReadOnlyDictionary<string, string> variables)
    {
        Dictionary<string, string?> environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => !s_inherited.Contains(name))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }
}
