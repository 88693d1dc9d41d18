using System.Diagnostics;
using System.Text.Json;
using XmrtOps.Retention;
using XmrtOps.Testing;

namespace XmrtOps.Benchmarks;

/// <summary>A console that deletes, as a process of its own which gives way to every other one of the machine.</summary>
/// <remarks>Beside the server stands an application, and in production nothing else: the console is on the engineer's machine. Where
/// all share two processors, what its compiler, collector and pool take is taken from the application's inserts, and measured as
/// if the database had kept them waiting.</remarks>
internal sealed class CommandProcess : IAsyncDisposable
{
    /// <summary>The argument that makes the benchmarks' program this console.</summary>
    public const string Argument = "--command";

    // The kernel shares the processors among groups, a session each: priorities count only within one.
    private const string Group = "/proc/self/autogroup";
    private const int Last = 19;

    private readonly Process _process;

    private CommandProcess(Process process) => _process = process;

    public static CommandProcess Start()
    {
        string[] own = [Environment.ProcessPath!, .. Program(), Argument];
        bool hasGroups = File.Exists(Group);
        return new CommandProcess(Process.Start(
            new ProcessStartInfo(hasGroups ? "setsid" : own[0], hasGroups ? own : own[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
    }

    /// <summary>Types a script there.</summary>
    /// <returns>What its deletion says; null where it was none.</returns>
    public async Task<CommandOutcome?> RunAsync(string script)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(script));
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The command's process ended.");
        return JsonSerializer.Deserialize<CommandOutcome>(answer);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Is the console: until the standard input ends.</summary>
    public static void Run()
    {
        GiveWay();
        using PwshSession session = new();
        while (Console.ReadLine() is { } line)
        {
            CommandOutcome? outcome = session.Run(JsonSerializer.Deserialize<string>(line)!).Succeeded().Of<RetentionResult>()
                .Select(result => new CommandOutcome(result.Deleted, result.IsComplete, result.WorstBatchMs, result.DurationMs))
                .SingleOrDefault();
            Console.WriteLine(JsonSerializer.Serialize(outcome));
        }
    }

    /// <summary>What the benchmarks' program is told before its own arguments: where dotnet runs it, dotnet has to know which.</summary>
    public static IEnumerable<string> Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(CommandProcess).Assembly.Location] : [];

    private static void GiveWay()
    {
        using Process own = Process.GetCurrentProcess();
        own.PriorityClass = ProcessPriorityClass.Idle;
        if (File.Exists(Group))
        {
            File.WriteAllText(Group, $"{Last}");
        }
    }
}
