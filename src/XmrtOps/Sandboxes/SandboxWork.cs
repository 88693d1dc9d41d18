using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Sandbox;

namespace XmrtOps.Sandboxes;

/// <summary>Calls the sandbox's assembly, and says its conditions and progress in the module's words.</summary>
internal static class SandboxWork
{
    public static Task<XmrtSandbox> StartAsync(
        SandboxOptions options, INotices notices, CancellationToken cancellation) => TranslateAsync(async () =>
        {
            Steps steps = new(notices);
            RunningSandbox running = await SandboxHost.StartAsync(options, steps, cancellation);
            notices.Progress(new ProgressNotice("Ready", 100, IsCompleted: true));
            return new XmrtSandbox(running);
        });

    public static IReadOnlyList<XmrtSandbox> List() =>
    [
        .. SandboxHost.List().Select(listing => SandboxHost.FindOwn(listing.Directory) is { } own
            ? new XmrtSandbox(own)
            : new XmrtSandbox(listing)),
    ];

    public static Task<bool> StopAsync(XmrtSandbox sandbox, CancellationToken cancellation) =>
        TranslateAsync(() => SandboxHost.StopAsync(sandbox.Directory, cancellation));

    internal static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SandboxException exception)
        {
            throw Errors.Sandbox(exception.Condition, exception.Message, exception.Remedy, exception);
        }
    }

    private sealed class Steps(INotices notices) : IProgress<SandboxProgress>
    {
        public void Report(SandboxProgress value) =>
            notices.Progress(new ProgressNotice(value.Step, value.PercentComplete));
    }
}
