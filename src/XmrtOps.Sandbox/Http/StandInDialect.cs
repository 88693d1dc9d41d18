namespace XmrtOps.Sandbox.Http;

/// <summary>How a platform talks outside its routes: whom it lets in, how it says no, what it stamps on every reply.</summary>
public class StandInDialect
{
    /// <summary>The refusal of a request before its route is looked for; null lets it pass.</summary>
    public virtual StandInResponse? Refuse(StandInRequest request) => null;

    /// <summary>The reply where no route matches.</summary>
    public virtual StandInResponse NotFound(StandInRequest request) => Error(404);

    /// <summary>An error of this status in the platform's own form.</summary>
    public virtual StandInResponse Error(int status) =>
        StandInResponse.Text(status, "text/plain; charset=utf-8", ReasonPhrase.Of(status));

    /// <summary>The reply with the headers that the platform puts on all of them.</summary>
    public virtual StandInResponse Stamp(StandInResponse response) => response;

    /// <summary>The same where a header depends on what was asked.</summary>
    public virtual StandInResponse Stamp(StandInRequest request, StandInResponse response) => Stamp(response);
}
