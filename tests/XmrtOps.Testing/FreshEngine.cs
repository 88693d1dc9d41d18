using System.Diagnostics;

namespace XmrtOps.Testing;

/// <summary>Runs a script in a new process, which has nothing loaded but PowerShell's engine.</summary>
internal static class FreshEngine
{
    /// <returns>The text of each object that the script wrote.</returns>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(StagedModule.Metadata("XmrtOps.Probe"));
        using Process process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(script.AsMemory(), cancellation);
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                : throw new InvalidOperationException($"The script failed: {await errors}\n{output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
