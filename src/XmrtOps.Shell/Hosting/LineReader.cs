using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Hosting;

/// <summary>Reads what is typed. Ctrl+C gets through while it waits, which a blocked read would not let it.</summary>
internal sealed class LineReader(Terminal terminal, CancellationToken stopped)
{
    /// <exception cref="HostException">There is no more input.</exception>
    /// <exception cref="PipelineStoppedException">The run is being stopped.</exception>
    public string Read() => WaitFor(Console.ReadLine) ?? throw new HostException("The input has ended.");

    public SecureString ReadSecret() => WaitFor(() =>
    {
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                secret.AppendChar(key.KeyChar);
            }
            else if (secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
        }

        terminal.Ask(Environment.NewLine);
        secret.MakeReadOnly();
        return secret;
    });

    private T WaitFor<T>(Func<T> read)
    {
        // The abandoned read ends with the process.
        Task<T> reading = Task.Run(read, CancellationToken.None);
        try
        {
#pragma warning disable VSTHRD002 // The engine asks synchronously, on the thread that runs the script.
            reading.Wait(stopped);
            return reading.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException)
        {
            terminal.Ask(Environment.NewLine);
            throw new PipelineStoppedException();
        }
    }
}
