namespace XmrtOps.Faults;

/// <summary>What a platform answered when it did not do what it was asked. Holds no secret: no header and no value of the
/// query or body.</summary>
public sealed record PlatformFault
{
    /// <summary>Whose API: Vercel, Supabase, Supabase project.</summary>
    public required string Platform { get; init; }

    /// <summary>Method of the request.</summary>
    public required string Method { get; init; }

    /// <summary>Address of the request; the query's names without its values.</summary>
    public required string Url { get; init; }

    /// <summary>HTTP status, also those outside of the standard such as 540; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The API's own code, such as not_found or bad_jwt.</summary>
    public string? Code { get; init; }

    /// <summary>The API's own words, on one line, with what looks like a secret masked.</summary>
    public string? Answer { get; init; }

    /// <summary>What the platform's support finds the request by: x-vercel-id, x-gotrue-id, sb-request-id or cf-ray.</summary>
    public string? RequestId { get; init; }

    /// <summary>Before then there is no use in trying again; null where the platform does not say.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Tries { get; init; }

    /// <summary>A condition about this answer.</summary>
    /// <param name="errorId">Its name.</param>
    /// <param name="kind">What sort it is.</param>
    /// <param name="what">What it means, without a full stop.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="cause">The exception that it was told by.</param>
    internal XmrtException Condition(
        string errorId, ErrorKind kind, string what, string remedy, Exception? cause = null) =>
        new(errorId, kind, Says(what), remedy, target: null, cause) { Platform = this };

    /// <summary>What it means, with the platform's own words and how to find the request again.</summary>
    internal string Says(string what)
    {
        string code = Code is null ? "" : $" {Code}";
        string words = Answer is null ? "" : $": {Answer.TrimEnd('.')}";
        string answer = StatusCode is { } status
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" Answer {status}{code}{words}.")
            : words.Length > 0 ? $" It says{words}." : "";
        return $"{what}.{answer} ({this})";
    }

    /// <inheritdoc />
    public override string ToString()
    {
        string id = RequestId is null ? "" : $", request {RequestId}";
        string tries = Tries > 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {Tries} tries") : "";
        return $"{Method} {Url}{id}{tries}";
    }
}
