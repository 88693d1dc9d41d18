using System.Diagnostics;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Asks again and again how far something is: often in the beginning, seldom when it takes long.</summary>
internal sealed class PatientQuestion(INotices notices)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _isWarned;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Asks; a platform that has a fault for the moment is asked again.</summary>
    public async Task<T?> AskAsync<T>(Func<Task<T>> question)
        where T : class
    {
        try
        {
            return await question();
        }
        catch (XmrtException fault) when (PassingFaults.Contains(fault))
        {
            if (!_isWarned)
            {
                _isWarned = true;
                notices.Warn($"Still waiting: {fault.Message}");
            }

            return null;
        }
    }

    /// <summary>Says how far it is, and waits until the next question.</summary>
    public Task PauseAsync(string status, CancellationToken cancellation)
    {
        notices.Progress(new ProgressNotice($"{status}, {Display.Milliseconds(Elapsed.TotalMilliseconds)}"));
        TimeSpan tenth = Elapsed / 10;
        return Task.Delay(tenth < s_shortest ? s_shortest : tenth > s_longest ? s_longest : tenth, cancellation);
    }
}
