namespace XmrtOps.Database.Activity;

/// <summary>All that the server does at one moment.</summary>
/// <param name="Activities">Sessions, prepared transactions and slots, judged.</param>
/// <param name="Hidden">Sessions whose doings the role may not see.</param>
/// <param name="AnsweredBy">The process that answered, which is not among them.</param>
internal sealed record ActivitySnapshot(IReadOnlyList<BackendActivity> Activities, int Hidden, int AnsweredBy)
{
    public BackendActivity? Find(int processId) => Activities.FirstOrDefault(a => a.ProcessId == processId);
}
