using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox;

/// <summary>Starts, lists and stops sandboxes: disposable PostgreSQL servers with stand-ins for the platforms.</summary>
public static class SandboxHost
{
    /// <summary>
    /// Starts a sandbox that lives until it is disposed, stopped, or this process ends. Removes the leftovers of
    /// killed processes first. A start that fails or is cancelled leaves nothing behind.
    /// </summary>
    /// <exception cref="SandboxException">It could not be started; the condition says why.</exception>
    public static Task<RunningSandbox> StartAsync(
        SandboxOptions options, IProgress<SandboxProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SandboxStart.RunAsync(options, progress, cancellation);
    }

    /// <summary>The sandboxes of all processes of this user on this machine, by name.</summary>
    public static IReadOnlyList<SandboxListing> List() =>
        SandboxRoot.All()
            .SelectMany(root => root.Directories)
            .Select(Describe)
            .OfType<SandboxListing>()
            .OrderBy(listing => listing.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(listing => listing.StartedAt)
            .ToArray();

    /// <summary>The sandbox of this process in a folder; null when it is another's, or none.</summary>
    public static RunningSandbox? FindOwn(string directory) => OwnSandboxes.Find(directory)?.Running;

    /// <summary>Stops a sandbox of this process, or removes a leftover.</summary>
    /// <returns>False when there is none of this name or folder.</returns>
    /// <exception cref="SandboxException">It belongs to another process that is alive.</exception>
    public static async Task<bool> StopAsync(string nameOrDirectory, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrDirectory);
        var listings = List().Where(listing => IsMeant(listing, nameOrDirectory)).ToArray();
        var living = listings.FirstOrDefault(listing => listing.State == SandboxState.Running && !listing.IsOwn);
        var removable = listings.Where(listing => listing.IsOwn || listing.State == SandboxState.Leftover).ToArray();
        if (living is not null && removable.Length == 0) throw OfAnotherProcess(living);

        foreach (var listing in removable) await StopAsync(listing, cancellation).ConfigureAwait(false);
        return removable.Length > 0;
    }

    /// <summary>Stops every sandbox that this process started.</summary>
    public static Task StopAllOwnAsync() => Task.WhenAll(OwnSandboxes.All.Select(StopAsync));

    private static Task StopAsync(SandboxListing listing, CancellationToken cancellation) =>
        OwnSandboxes.Find(listing.Directory) is { } own
            ? StopAsync(own)
            : RemoveLeftoverAsync(listing.Directory, cancellation);

    private static Task StopAsync(OwnSandbox own) =>
        own.Running is { } running ? running.DisposeAsync().AsTask() : Task.Run(own.Remove);

    private static async Task RemoveLeftoverAsync(string path, CancellationToken cancellation)
    {
        var roots = await SandboxRoot.ExistingAsync(cancellation).ConfigureAwait(false);
        var root = roots.FirstOrDefault(root => root.Path == Path.GetDirectoryName(path));
        if (root is null) return;

        using (await RootLock.AcquireAsync(root, cancellation).ConfigureAwait(false))
        {
            var directory = new SandboxDirectory(path);
            if (!Leftovers.IsLeftover(directory)) return;

            await Task.Run(() => ServerTeardown.Run(directory), cancellation).ConfigureAwait(false);
        }
    }

    private static SandboxListing? Describe(SandboxDirectory directory) =>
        directory.ReadOwner() is not { IsOfThisMachine: true } owner ? null : new SandboxListing
        {
            Name = owner.Name,
            Directory = directory.Path,
            Port = owner.Port,
            OwnerProcessId = owner.ProcessId,
            IsOwn = owner.IsOwn,
            State = owner.IsLeftover ? SandboxState.Leftover : SandboxState.Running,
            PostgresVersion = owner.PostgresVersion,
            StartedAt = owner.StartedAt,
        };

    private static bool IsMeant(SandboxListing listing, string nameOrDirectory) =>
        string.Equals(listing.Name, nameOrDirectory, StringComparison.OrdinalIgnoreCase)
        || string.Equals(
            listing.Directory, Path.TrimEndingDirectorySeparator(nameOrDirectory), StringComparison.Ordinal);

    private static SandboxException OfAnotherProcess(SandboxListing listing) => new(
        "SandboxOfAnotherProcess",
        $"Sandbox {listing.Name} belongs to process {listing.OwnerProcessId}, which is running and uses it.",
        "Stop it there: Stop-XmrtSandbox in that session, or end that process.");
}
