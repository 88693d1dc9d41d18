namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>One step into a JSON value.</summary>
/// <param name="Key">A member's name, or an element's number.</param>
/// <param name="IsIndex">Whether it is a number.</param>
/// <param name="AsText">Whether the result is text and no longer JSON.</param>
internal sealed record RestPathStep(string Key, bool IsIndex, bool AsText);
