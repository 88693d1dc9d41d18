using System.Threading.Channels;

namespace XmrtOps.Cmdlets;

/// <summary>
/// Runs work on other threads while the pipeline thread writes what it hands over, so that every Write* and
/// ShouldProcess happens where it may. The only place in the module that blocks on a task.
/// </summary>
internal static class Pump
{
    // How long a pipeline that is being stopped waits for its producers to cancel and close what they hold.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

#pragma warning disable VSTHRD002 // The engine calls cmdlets synchronously: this is where that meets tasks.

    public static T Run<T>(
        XmrtCmdlet cmdlet, Func<PumpWriter, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        PumpWriter writer = new(cmdlet.CommandName);
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<T> running = Task.Run(
            async () =>
            {
                try
                {
                    return await work(writer, abandon.Token);
                }
                finally
                {
                    writer.Complete();
                }
            },
            CancellationToken.None);

        try
        {
            ChannelReader<PumpMessage> messages = writer.Reader;
            while (messages.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (messages.TryRead(out PumpMessage? message))
                {
                    message.Deliver(cmdlet);
                }
            }
        }
        finally
        {
            // The pipeline leaves early (Select-Object -First, an error action, Ctrl+C): end the work on the server too.
            if (!running.IsCompleted)
            {
                abandon.Cancel();
                _ = Task.WhenAny(running, Task.Delay(s_farewell, CancellationToken.None)).GetAwaiter().GetResult();
            }
        }

        return running.GetAwaiter().GetResult();
    }

#pragma warning restore VSTHRD002
}
