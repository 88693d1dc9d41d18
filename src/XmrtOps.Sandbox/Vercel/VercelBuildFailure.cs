namespace XmrtOps.Sandbox.Vercel;

/// <summary>Why a build fails.</summary>
public sealed record VercelBuildFailure
{
    private const char Escape = '\u001b';

    /// <summary>
    /// Lines at the end of the build log, ANSI sequences and all; one that begins with "!" is an error.
    /// </summary>
    public required IReadOnlyList<string> Log { get; init; }

    /// <summary>The API's errorCode.</summary>
    public string Code { get; init; } = "BUILD_UTILS_SPAWN_1";

    /// <summary>The API's errorMessage.</summary>
    public string Message { get; init; } = "Command \"npm run build\" exited with 1";

    /// <summary>The API's errorStep.</summary>
    public string Step { get; init; } = "buildStep";

    /// <summary>The build ran out of memory.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>A file imports what is not there.</summary>
    public static VercelBuildFailure MissingModule { get; } = new()
    {
        Log =
        [
            $"{Escape}[33m!{Escape}[39m  Creating an optimized production build ...",
            "!Failed to compile.",
            "!",
            $"!{Escape}[31m./app/chat/panel.tsx:14:1{Escape}[39m",
            $"!{Escape}[1mModule not found{Escape}[22m: Can't resolve '@/lib/eliza-client'",
            "!",
            $"!{Escape}[90m> 14 |{Escape}[39m import {{ createElizaClient }} from '@/lib/eliza-client'",
            "!Build failed because of webpack errors",
            "!Error: Command \"npm run build\" exited with 1",
        ],
    };

    /// <summary>The build needs more memory than its machine has.</summary>
    public static VercelBuildFailure OutOfMemory { get; } = new()
    {
        Log =
        [
            "!FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            "!Error: Command \"npm run build\" exited with SIGKILL",
        ],
        Code = "BUILD_UTILS_SPAWN_SIGKILL",
        Message = "Command \"npm run build\" exited with SIGKILL",
        IsOutOfMemory = true,
    };
}
