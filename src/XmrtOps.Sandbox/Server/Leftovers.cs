namespace XmrtOps.Sandbox.Server;

/// <summary>Sandboxes of processes that ended without removing them.</summary>
internal static class Leftovers
{
    /// <summary>
    /// Stops and removes all of them. Call it under the root's lock: a folder without an owner is then one whose
    /// maker was killed, and not one that is being made.
    /// </summary>
    public static Task RemoveAsync(SandboxRoot root, CancellationToken cancellation) => Parallel.ForEachAsync(
        root.Directories.Where(IsLeftover),
        cancellation,
        (directory, _) =>
        {
            Remove(directory);
            return ValueTask.CompletedTask;
        });

    public static bool IsLeftover(SandboxDirectory directory) =>
        OwnSandboxes.Find(directory.Path) is null && directory.IsAbandoned;

    // What cannot be removed now must not keep a new sandbox from starting.
    private static void Remove(SandboxDirectory directory)
    {
        try
        {
            ServerTeardown.Run(directory);
        }
        catch (SandboxException error) when (error.Condition == "SandboxNotRemoved")
        {
        }
    }
}
