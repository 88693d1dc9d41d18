namespace XmrtOps.Sandbox.Server;

/// <summary>Lets one process at a time claim a name or remove leftovers.</summary>
internal sealed class RootLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private RootLock(FileStream file) => _file = file;

    public static async Task<RootLock> AcquireAsync(SandboxRoot root, CancellationToken cancellation)
    {
        var path = Path.Combine(root.Path, ".lock");
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new RootLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (Environment.TickCount64 > deadline)
            {
                throw new SandboxException(
                    "SandboxRootBusy",
                    $"Another process has been starting or removing a sandbox for {Patience.TotalSeconds:0} seconds.",
                    "Try again; if no such process is running, check the free space and the permissions of "
                    + root.Path + ".",
                    error);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    // The file stays: removing it would let two processes lock two files of one name.
    public void Dispose() => _file.Dispose();
}
