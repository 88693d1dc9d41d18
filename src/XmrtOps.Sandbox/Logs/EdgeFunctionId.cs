using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Logs;

/// <summary>The ids of edge functions: the same in the logs and in the list of functions, in every sandbox.</summary>
internal static class EdgeFunctionId
{
    public static Guid Of(string function) => new SeededRandom(0, SeededRandom.Subject("edge function " + function), 0).Uuid();
}
