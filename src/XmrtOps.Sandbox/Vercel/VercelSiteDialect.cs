using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Vercel's edge, before a deployment's own pages: its headers and its error for what is not there.</summary>
internal sealed class VercelSiteDialect : StandInDialect
{
    public override StandInResponse NotFound(StandInRequest request) =>
        ErrorPage(404, "NOT_FOUND", "The page could not be found");

    public override StandInResponse Stamp(StandInResponse response) => response
        .With("Server", "Vercel")
        .With("x-vercel-id", VercelDialect.NewRequestId());

    /// <summary>
    /// An error of the platform, not of the application: its code is in the text and in x-vercel-error.
    /// </summary>
    internal static StandInResponse ErrorPage(int status, string code, string text) => StandInResponse
        .Text(status, "text/plain; charset=utf-8", $"{text}\n\n{code}\n\n{VercelDialect.NewRequestId()}\n")
        .With("x-vercel-error", code);
}
