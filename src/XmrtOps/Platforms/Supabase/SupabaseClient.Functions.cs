using System.Net.Http.Headers;
using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

// Edge functions and their secrets.
internal sealed partial class SupabaseClient
{
    private static readonly TimeSpan s_bundling = TimeSpan.FromSeconds(60);

    /// <summary>The functions that are deployed.</summary>
    public Task<IReadOnlyList<SupabaseFunction>> GetFunctionsAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}/functions"),
        SupabaseJson.Default.IReadOnlyListSupabaseFunction,
        notices,
        cancellation);

    /// <summary>One function.</summary>
    public Task<SupabaseFunction> GetFunctionAsync(string slug, INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Function(slug), $"v1/projects/{reference}/functions/{slug}"),
        SupabaseJson.Default.SupabaseFunction,
        notices,
        cancellation);

    /// <summary>The files of a function as they are deployed.</summary>
    /// <exception cref="XmrtException">UnreadableAnswer where the platform has only the bundle, and the platforms' others.</exception>
    public Task<SupabaseFunctionBody> GetFunctionBodyAsync(
        string slug, INotices notices, CancellationToken cancellation)
    {
        PlatformRequest request = PlatformRequest.Get(Function(slug), $"v1/projects/{reference}/functions/{slug}/body") with
        {
            Accept = "multipart/form-data",
            TryTimeout = s_bundling,
            // All functions of a project are more than the platform takes in a minute.
            WaitsOutLimits = true,
        };
        return ExplainedAsync(() => http.ReadAsync(request, BodyOf, notices, cancellation), notices, cancellation);
    }

    /// <summary>Deploys a function: makes it, or puts another version in its place. Of two at once one may end without a
    /// bundle, so that the function answers NOT_FOUND_FUNCTION_BLOB.</summary>
    /// <param name="slug">The function.</param>
    /// <param name="metadata">Entry point and settings. VerifyJwt is true where it is not given.</param>
    /// <param name="files">Its files, by relative paths.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">OutcomeUnknown where the answer was lost, and the platforms' others.</exception>
    public Task<SupabaseFunction> DeployFunctionAsync(
        string slug,
        SupabaseFunctionMetadata metadata,
        IReadOnlyList<SupabaseFunctionFile> files,
        INotices notices,
        CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Post, Function(slug), $"v1/projects/{reference}/functions/deploy", ("slug", slug)) with
            {
                Content = FormOf(metadata, files),
                TryTimeout = s_bundling,
            },
            SupabaseJson.Default.SupabaseFunction,
            notices,
            cancellation);

    /// <summary>Takes a function away. The platform keeps nothing of it.</summary>
    public Task DeleteFunctionAsync(string slug, INotices notices, CancellationToken cancellation) => SendAsync(
        PlatformRequest.Of(HttpMethod.Delete, Function(slug), $"v1/projects/{reference}/functions/{slug}"),
        notices,
        cancellation);

    /// <summary>The secrets that functions see: names, and digests of the values.</summary>
    public Task<IReadOnlyList<SupabaseSecret>> GetSecretsAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}/secrets"),
        SupabaseJson.Default.IReadOnlyListSupabaseSecret,
        notices,
        cancellation);

    /// <summary>Sets secrets, those that are there already included.</summary>
    public Task SetSecretsAsync(
        IReadOnlyList<SupabaseSecret> secrets, INotices notices, CancellationToken cancellation) => SendAsync(
            PlatformRequest.Of(HttpMethod.Post, $"project '{reference}'", $"v1/projects/{reference}/secrets")
                .With(secrets, SupabaseJson.Default.IReadOnlyListSupabaseSecret),
            notices,
            cancellation);

    /// <summary>Takes secrets away.</summary>
    public Task DeleteSecretsAsync(
        IReadOnlyList<string> names, INotices notices, CancellationToken cancellation) => SendAsync(
            PlatformRequest.Of(HttpMethod.Delete, $"project '{reference}'", $"v1/projects/{reference}/secrets")
                .With(names, SupabaseJson.Default.IReadOnlyListString),
            notices,
            cancellation);

    private static string Function(string slug) => $"function '{Module.Display.OneLine(slug, 80)}'";

    // Files are copied: the answer's memory is another's when this ends.
    private static SupabaseFunctionBody BodyOf(PlatformAnswer answer)
    {
        IReadOnlyList<MultipartPart> parts = Multipart.Read(answer)
            ?? throw new JsonException("no multipart");
        return new SupabaseFunctionBody(
            parts.FirstOrDefault(p => p.Name == "metadata") is { } metadata
                ? System.Text.Encoding.UTF8.GetString(metadata.Content.Span)
                : null,
            [
                .. parts.Where(p => p.Name != "metadata" && (p.SupabasePath ?? p.FileName) is not null)
                    .Select(p => new SupabaseFunctionFile(p.SupabasePath ?? p.FileName!, p.Content.ToArray())),
            ]);
    }

    private static MultipartFormDataContent FormOf(
        SupabaseFunctionMetadata metadata, IReadOnlyList<SupabaseFunctionFile> files)
    {
        MultipartFormDataContent form = [];
        ByteArrayContent description = new(
            JsonSerializer.SerializeToUtf8Bytes(metadata, SupabaseJson.Default.SupabaseFunctionMetadata));
        description.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        form.Add(description, "metadata");
        foreach (SupabaseFunctionFile file in files)
        {
            if (file.Path.Any(c => char.IsControl(c) || c is '"' or '\\'))
            {
                form.Dispose();
                throw Errors.InvalidPathValue("a file of a function");
            }

            ReadOnlyMemoryContent content = new(file.Content);
            // Written by hand: the usual way adds a second, encoded form of the name, which not every server takes.
            content.Headers.TryAddWithoutValidation(
                "Content-Disposition", $"form-data; name=\"file\"; filename=\"{file.Path}\"");
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(content);
        }

        return form;
    }
}
