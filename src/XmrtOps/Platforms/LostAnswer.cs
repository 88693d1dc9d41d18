using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms;

/// <summary>Changes at a platform whose answer may get lost: they are sent once, and then the state is read.</summary>
internal static class LostAnswer
{
    /// <summary>Sends a change; where its answer is lost, looks whether it was made.</summary>
    /// <param name="change">Sends it, once.</param>
    /// <param name="findMade">Reads the state: what the change made, or null where there is no sign of it.</param>
    /// <param name="notices">Told that the state is read.</param>
    /// <exception cref="XmrtException">OutcomeUnknown where the state shows no sign of it, or cannot be read; and what the
    /// change throws.</exception>
    public static async Task<T> ResolveAsync<T>(Func<Task<T>> change, Func<Task<T?>> findMade, INotices notices)
        where T : class
    {
        try
        {
            return await change();
        }
        catch (XmrtException lost) when (lost.ErrorId == "OutcomeUnknown")
        {
            notices.Verbose($"{lost.Message} Reading the state.");
            T? made;
            try
            {
                made = await findMade();
            }
            catch (XmrtException unreadable)
            {
                throw lost.With($"The state could not be read either: {unreadable.Message}", lost.Remedy);
            }

            return made ?? throw lost.With(
                "The state shows no sign of it yet; it may still come.", lost.Remedy);
        }
    }
}
