using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>The REST service at the project's own address.</summary>
internal static class RestRoutes
{
    private const string Relation = RestContext.Root + "/{relation}";
    private const string Function = RestContext.Root + "/rpc/{function}";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void Map(SupabasePlatform platform)
    {
        foreach (var method in Methods)
        {
            Add(method, RestContext.Root + "/", _ => throw RestErrors.NoRootMetadata());
            Add(method, Relation, context => OfRelation(context, context.Request.Values["relation"]));
            Add(method, Function, context => OfFunction(context, context.Request.Values["function"]));
        }

        void Add(string method, string path, Func<RestContext, RestPlan> plan) => platform.Address.Map(
            method, path, (request, cancellation) => AnswerAsync(platform, request, plan, cancellation));
    }

    private static async Task<StandInResponse> AnswerAsync(
        SupabasePlatform platform, StandInRequest request, Func<RestContext, RestPlan> makePlan, CancellationToken cancellation)
    {
        if (request.Method == "OPTIONS") return Options(request);
        if (platform.Services.ErrorOf("rest") is not null)
            return StandInResponse.Json(503, new { message = "name resolution failed" });

        try
        {
            var (settings, schema) = await platform.Rest.Database.CurrentAsync(cancellation).ConfigureAwait(false);
            var caller = RestToken.Identify(request, platform, settings.AnonymousRole ?? platform.Rest.AnonymousRole);
            var context = new RestContext(platform, request, settings, schema, caller);
            var plan = makePlan(context);
            var result = await platform.Rest.Database.UseAsync(
                platform.Rest.Patience,
                connection => RestTransaction.RunAsync(connection, context, plan, cancellation),
                cancellation).ConfigureAwait(false);
            return plan.Answer(result);
        }
        catch (RestException error)
        {
            return error.ToResponse();
        }
    }

    private static RestPlan OfRelation(RestContext context, string name) => context.Request.Method switch
    {
        "GET" or "HEAD" => RestRead.Of(context, name),
        "POST" => RestWrite.Insert(context, name),
        "PATCH" => RestWrite.Update(context, name),
        "DELETE" => RestWrite.Delete(context, name),
        var method => throw RestErrors.UnknownMethod(method),
    };

    private static RestPlan OfFunction(RestContext context, string name) => context.Request.Method switch
    {
        "GET" or "HEAD" or "POST" => RestCall.Of(context, name),
        var method => throw RestErrors.WrongMethodOfFunction(method),
    };

    // What a browser asks before it asks.
    private static StandInResponse Options(StandInRequest request) => StandInResponse.Empty(200)
        .With("Access-Control-Allow-Methods", "GET,HEAD,POST,PATCH,DELETE,OPTIONS")
        .With("Access-Control-Allow-Headers", HeaderText.Of(request.Headers.GetValueOrDefault("Access-Control-Request-Headers", "*")))
        .With("Access-Control-Max-Age", "3600")
        .With("Allow", "OPTIONS,GET,HEAD,POST,PATCH,DELETE");
}
