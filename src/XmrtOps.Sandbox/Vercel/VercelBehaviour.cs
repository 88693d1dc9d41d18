namespace XmrtOps.Sandbox.Vercel;

/// <summary>How the functions of a deployment that was built do when they are called.</summary>
public enum VercelBehaviour
{
    /// <summary>They answer.</summary>
    Works,

    /// <summary>They throw: 500 FUNCTION_INVOCATION_FAILED.</summary>
    FunctionFails,

    /// <summary>They run into their time limit: 504 FUNCTION_INVOCATION_TIMEOUT.</summary>
    FunctionTimesOut,

    /// <summary>They end without an answer: 502 NO_RESPONSE_FROM_FUNCTION.</summary>
    FunctionDoesNotRespond,
}
