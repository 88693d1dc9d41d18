namespace XmrtOps.Sandbox.Supabase;

/// <summary>How a deployed version of an edge function behaves when it is called.</summary>
public enum EdgeFunctionBehaviour
{
    /// <summary>It answers 200; with 500 of its own where a secret that it reads is not set.</summary>
    Answers,

    /// <summary>Its code answers 500 of its own.</summary>
    AnswersError,

    /// <summary>Its code answers 401 of its own: it misses a webhook's signature, say.</summary>
    AnswersUnauthorized,

    /// <summary>It throws what nobody catches: 500 WORKER_ERROR.</summary>
    Throws,

    /// <summary>Its module does not start: 503 BOOT_ERROR.</summary>
    FailsToBoot,

    /// <summary>It does not answer until the platform gives up: 504 IDLE_TIMEOUT.</summary>
    TimesOut,

    /// <summary>It needs more memory or CPU than there is: 546 WORKER_LIMIT.</summary>
    ExceedsResources,

    /// <summary>It is called in circles: 429 RATE_LIMIT_EXCEEDED.</summary>
    CallsItself,

    /// <summary>It was deployed without its bundle: 404 NOT_FOUND_FUNCTION_BLOB.</summary>
    HasNoBundle,
}
