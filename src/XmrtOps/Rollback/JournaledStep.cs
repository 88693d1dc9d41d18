using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>A step of a rollback that was begun.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="State">How it ended, or that it did not.</param>
/// <param name="Parameters">What was journaled with it.</param>
internal sealed record JournaledStep(
    int Number, string Subject, JournalState State, IReadOnlyDictionary<string, string?> Parameters);
