using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace XmrtOps.Testing;

/// <summary>Notes what a script says, from whichever thread, and tells who waits for it.</summary>
internal sealed class Transcript
{
    private readonly Lock _gate = new();
    private readonly List<PSObject?> _output = [];
    private readonly List<ErrorRecord> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _verbose = [];
    private readonly List<InformationRecord> _information = [];
    private readonly List<ProgressRecord> _progress = [];
    private readonly List<PwshPrompt> _prompts = [];
    private readonly StringBuilder _screen = new();
    private ErrorRecord? _terminating;
    private bool _wasStopped;
    private TaskCompletionSource _changed = NewSignal();

    public void Output(PSObject? item) => Note(() =>
    {
        if (item?.BaseObject is ErrorRecord error)
        {
            _errors.Add(error);
        }
        else
        {
            _output.Add(item);
        }
    });

    public void Terminating(ErrorRecord error) => Note(() =>
    {
        _terminating = error;
        _errors.Add(error);
    });

    public void Stopped() => Note(() => _wasStopped = true);

    public void Warning(string text) => Note(() => _warnings.Add(text));

    public void Verbose(string text) => Note(() => _verbose.Add(text));

    public void Information(InformationRecord record) => Note(() => _information.Add(record));

    public void Progress(ProgressRecord record) => Note(() => _progress.Add(record));

    public void Prompt(PwshPrompt prompt) => Note(() => _prompts.Add(prompt));

    public void Screen(string text) =>
        Note(() => _screen.Append(new StringDecorated(text).ToString(OutputRendering.PlainText)));

    /// <summary>Waits until what was said so far satisfies a condition.</summary>
    public async Task<PwshResult> UntilAsync(Func<PwshResult, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            PwshResult now = Snapshot();
            if (condition(now))
            {
                return now;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public PwshResult Snapshot()
    {
        lock (_gate)
        {
            return new PwshResult
            {
                Output = [.. _output],
                Errors = [.. _errors],
                Terminating = _terminating,
                WasStopped = _wasStopped,
                Warnings = [.. _warnings],
                Verbose = [.. _verbose],
                Information = [.. _information],
                Progress = [.. _progress],
                Prompts = [.. _prompts],
                Screen = string.Join('\n', _screen.ToString().Split('\n').Select(line => line.TrimEnd())),
            };
        }
    }

    private void Note(Action note)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            note();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
