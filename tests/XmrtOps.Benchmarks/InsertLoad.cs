using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;

namespace XmrtOps.Benchmarks;

/// <summary>An application that inserts one row after the other, a short pause between them, and notes how long each took.</summary>
/// <remarks>A process of its own, as an application is: the pool's threads, the compiler and the garbage collector of the command's
/// process would hold it up as well, which has nothing to do with the database.</remarks>
internal static class InsertLoad
{
    /// <summary>The argument that makes the benchmarks' program this application.</summary>
    public const string Argument = "--insert";

    private const int Warm = 300;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Inserts while the work runs.</summary>
    /// <returns>What the work took, and each of the inserts meanwhile, in milliseconds.</returns>
    public static async Task<(double WorkMs, double[] InsertsMs)> DuringAsync(InsertTarget target, Func<Task> work)
    {
        using Process application = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. CommandProcess.Program(), Argument])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Compiled once and for all, before it is measured.
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        })!;
        await application.StandardInput.WriteLineAsync(JsonSerializer.Serialize(target));
        await application.StandardInput.FlushAsync();
        // It has inserted already.
        _ = await application.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The application did not begin.");
        long started = Stopwatch.GetTimestamp();
        await work();
        double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        application.StandardInput.Close();
        double[] inserts = JsonSerializer.Deserialize<double[]>(await application.StandardOutput.ReadToEndAsync())!;
        await application.WaitForExitAsync();
        return (took, inserts);
    }

    /// <summary>Is the application: until the standard input ends.</summary>
    public static void Run()
    {
        InsertTarget target = JsonSerializer.Deserialize<InsertTarget>(Console.ReadLine()!)!;
        List<double> latencies = [];
        using DbDataSource source = target.Database.Open(keepOpen: false);
        using DbConnection connection = source.OpenConnection();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = target.Insert;
        command.CommandTimeout = 120;
        Task ended = Task.Run(Console.In.ReadToEnd);
        // What takes its time the first times has taken it then.
        for (int warm = 0; warm < Warm || !ended.IsCompleted; warm++)
        {
            if (warm == Warm)
            {
                latencies.Clear();
                Console.WriteLine("inserts");
            }

            long started = Stopwatch.GetTimestamp();
            command.ExecuteNonQuery();
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            // The application's own pace: nothing is waited for.
            Thread.Sleep(s_pause);
        }

        Console.WriteLine(JsonSerializer.Serialize(latencies));
    }
}
