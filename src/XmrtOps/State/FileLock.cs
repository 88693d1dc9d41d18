using System.Diagnostics;
using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>Keeps other processes, and other threads of this one, from changing a file; the system frees it when its
/// holder dies.</summary>
internal static class FileLock
{
    // Many that write back to back on a busy machine let one wait long; one that is stuck is rare.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the lock; disposing frees it. The file stays: removing it would let two hold it at once.</summary>
    /// <exception cref="XmrtException">StateUnavailable: somebody has held it for too long.</exception>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (Stopwatch.GetElapsedTime(start) > s_patience)
                {
                    throw Errors.StateUnavailable(path, $"others have held it for {s_patience.TotalSeconds:0} s", exception);
                }
            }

            // Uneven, so that those who wait do not keep missing their turn in step.
            await Task.Delay(Random.Shared.Next(1, 10), cancellation);
        }
    }

    /// <summary>The system's codes for "in use": ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION; EAGAIN of Linux, of macOS.</summary>
    private static bool IsHeld(IOException exception) => OperatingSystem.IsWindows()
        ? (exception.HResult & 0xFFFF) is 32 or 33
        : exception.HResult is 11 or 35;
}
