using System.Text;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// What "vercel --prod" does: a folder's files are uploaded by their SHA-1, and a deployment is made of them. It names the
/// files first, and is told which are missing.
/// </summary>
internal static class UploadRoutes
{
    public static void Map(VercelRoutes routes) => routes.Add("POST", [2], "/files", Upload);

    /// <summary>Makes a deployment of the files that the body names.</summary>
    public static VercelDeployment Build(VercelCall call, VercelProject project, string? target, JsonElement body)
    {
        var files = Files(call, body);
        var missing = files.Values.Where(sha => call.Platform.Uploads.Find(sha) is null).Distinct(StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            var refusal = new VercelRefusedException(400, "missing_files", "Missing files");
            refusal.Details["missing"] = missing;
            throw refusal;
        }

        if (files.Count == 0) throw VercelRefusedException.BadRequest("Invalid request: `files` should NOT be empty.");

        return project.BuildFiles(files, target, Commit(call, body), call.User);
    }

    private static StandInResponse Upload(VercelCall call)
    {
        call.NeedsRight("upload files");
        var told = call.Request.Headers.GetValueOrDefault("x-now-digest") ?? call.Request.Headers.GetValueOrDefault("x-vercel-digest");
        if (told is null) throw VercelRefusedException.BadRequest("Invalid request: missing header `x-vercel-digest`.");

        if (VercelUploads.Sha1(call.Request.Body.Span) != told)
            throw VercelRefusedException.BadRequest("Invalid request: the digest does not match the file.");

        call.Platform.Uploads.Keep(call.Request.Body);
        return StandInResponse.Json(200, new { urls = Array.Empty<string>() });
    }

    /// <summary>SHA-1s of files by their paths. A file may be in the body itself.</summary>
    private static Dictionary<string, string> Files(VercelCall call, JsonElement body)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var file in body.GetProperty("files").EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object) throw VercelRefusedException.BadRequest("Invalid request: a file should be object.");

            var path = VercelCall.Text(file, "file");
            if (path is null || path.StartsWith('/') || path.Split('/').Contains(".."))
                throw VercelRefusedException.BadRequest("Invalid request: `file` should be a path below the folder.");

            files[path] = VercelCall.Text(file, "sha") ?? Keep(call, file)
                ?? throw VercelRefusedException.BadRequest("Invalid request: a file misses required property `sha`.");
        }

        return files;
    }

    private static string? Keep(VercelCall call, JsonElement file)
    {
        if (VercelCall.Text(file, "data") is not { } data) return null;

        try
        {
            return call.Platform.Uploads.Keep(
                VercelCall.Text(file, "encoding") == "base64" ? Convert.FromBase64String(data) : Encoding.UTF8.GetBytes(data));
        }
        catch (FormatException)
        {
            throw VercelRefusedException.BadRequest("Invalid request: `data` is no base64.");
        }
    }

    /// <summary>The commit that the folder stands at; null where it is in no repository.</summary>
    private static VercelCommit? Commit(VercelCall call, JsonElement body) =>
        body.TryGetProperty("gitMetadata", out var git) && git.ValueKind == JsonValueKind.Object
            && VercelCall.Text(git, "commitSha") is { } sha && VercelCall.Text(git, "commitRef") is { } branch
            ? new VercelCommit(sha, branch, VercelCall.Text(git, "commitMessage") ?? "", call.User)
            : null;
}
