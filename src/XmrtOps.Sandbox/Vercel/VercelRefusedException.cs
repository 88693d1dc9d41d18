namespace XmrtOps.Sandbox.Vercel;

/// <summary>The API says no: a status, a code and a message.</summary>
public sealed class VercelRefusedException : Exception
{
    internal VercelRefusedException(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>The API's own word for it, such as not_found.</summary>
    public string Code { get; }

    /// <summary>Further fields of the error object, such as id or allowedValues.</summary>
    internal Dictionary<string, object?> Details { get; } = [];

    internal static VercelRefusedException NotFound(string what, string? id = null)
    {
        var refusal = new VercelRefusedException(404, "not_found", $"{what} not found");
        if (id is not null) refusal.Details["id"] = id;
        return refusal;
    }

    internal static VercelRefusedException BadRequest(string message) => new(400, "bad_request", message);

    internal static VercelRefusedException Conflict(string message) => new(409, "conflict", message);

    internal static VercelRefusedException Forbidden(string message) => new(403, "forbidden", message);

    internal static VercelRefusedException InvalidToken()
    {
        var refusal = Forbidden("Not authorized");
        refusal.Details["invalidToken"] = true;
        return refusal;
    }
}
