using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of edge functions.</summary>
internal static class FunctionRoutes
{
    private const string Read = "edge_functions:read";
    private const string Write = "edge_functions:write";
    private const string List = "/v1/projects/{ref}/functions";
    private const string One = List + "/{slug}";

    public static void Map(ManagementEndpoints endpoints, EdgeFunctions functions)
    {
        endpoints.Map("GET", List, Read, _ => StandInResponse.Json(200, functions.All.Select(Shape)));
        endpoints.Map("PUT", List, Write, request => PutAll(functions, request));
        endpoints.Map("POST", List, Write, request => CreateOf(functions, request));
        endpoints.Map("POST", List + "/deploy", Write, request => Deploy(functions, request));
        endpoints.Map("GET", One, Read, request => StandInResponse.Json(200, Shape(Find(functions, request))));
        endpoints.Map("GET", One + "/body", Read, request => Body(functions, request));
        endpoints.Map("PATCH", One, Write, request => Patch(functions, request));
        endpoints.Map("DELETE", One, Write, request =>
            functions.Remove(request.Values["slug"])
                ? StandInResponse.Json(200, new { message = "ok" })
                : throw new RefusalException(404, "Function not found"));
    }

    private static JsonNode Shape(EdgeFunction function) => SparseJson.Of(new
    {
        id = function.Id,
        slug = function.Slug,
        name = function.Name,
        status = function.Status,
        version = function.Version,
        created_at = function.CreatedAt.ToUnixTimeMilliseconds(),
        updated_at = function.UpdatedAt.ToUnixTimeMilliseconds(),
        verify_jwt = function.VerifyJwt,
        import_map = function.ImportMapPath is not null,
        entrypoint_path = $"file:///tmp/user_fn_{function.Slug}/{function.EntrypointPath}",
        import_map_path = function.ImportMapPath,
        ezbr_sha256 = function.Bundle.IsEmpty ? null : function.Sha256,
    });

    private static EdgeFunction Find(EdgeFunctions functions, StandInRequest request) =>
        functions.Find(request.Values["slug"]) ?? throw new RefusalException(404, "Function not found");

    private static StandInResponse Deploy(EdgeFunctions functions, StandInRequest request)
    {
        var parts = MultipartForm.Read(request);
        var metadata = Metadata(parts);
        var slug = request.First("slug") ?? metadata.Text("name");
        if (!EdgeFunction.IsSlug(slug)) throw new RefusalException(400, "slug: Invalid function slug");

        var entrypoint = metadata.Required("entrypoint_path");
        EdgeFunctionFile[] files =
        [
            .. parts.Where(part => part is { Name: "file", FileName: not null })
                .Select(part => new EdgeFunctionFile(part.FileName!, part.Content)),
        ];
        if (!files.Any(file => file.Path == entrypoint))
        {
            throw new RefusalException(
                400, $"Failed to bundle the function (reason: entrypoint path does not exist ({entrypoint}))");
        }

        var next = functions.Prepare(slug!, FunctionBundle.Pack(files), entrypoint);
        next = next with
        {
            Name = metadata.Text("name") ?? next.Name,
            VerifyJwt = metadata.Flag("verify_jwt") ?? functions.VerifiesJwtByDefault,
            ImportMapPath = metadata.Text("import_map_path") is { Length: > 0 } map ? map : null,
        };
        if (request.First("bundleOnly") == "true")
        {
            functions.Keep(next);
            return StandInResponse.Json(201, Shape(next));
        }

        return StandInResponse.Json(201, Shape(functions.Put(next)));
    }

    private static JsonObject Metadata(IReadOnlyList<MultipartPart> parts)
    {
        var part = parts.FirstOrDefault(part => part.Name == "metadata")
            ?? throw new RefusalException(400, "metadata: Required");
        try
        {
            return JsonNode.Parse(part.Content.Span) as JsonObject
                ?? throw new RefusalException(400, "metadata: Expected object");
        }
        catch (JsonException)
        {
            throw new RefusalException(400, "metadata: Invalid JSON");
        }
    }

    private static StandInResponse CreateOf(EdgeFunctions functions, StandInRequest request)
    {
        var slug = request.First("slug");
        if (!EdgeFunction.IsSlug(slug)) throw new RefusalException(400, "slug: Invalid function slug");

        return StandInResponse.Json(201, Shape(functions.Put(OfBundle(functions, slug!, request))));
    }

    private static StandInResponse Patch(EdgeFunctions functions, StandInRequest request)
    {
        var known = Find(functions, request);
        var type = request.Headers.GetValueOrDefault("Content-Type", string.Empty);
        if (type.StartsWith("application/vnd.denoland.eszip", StringComparison.OrdinalIgnoreCase))
        {
            return StandInResponse.Json(200, Shape(functions.Put(OfBundle(functions, known.Slug, request))));
        }

        var body = request.ReadObject();
        var changed = body.Text("body") is { } source
            ? functions.Prepare(
                known.Slug,
                FunctionBundle.Pack([new EdgeFunctionFile(known.EntrypointPath, Encoding.UTF8.GetBytes(source))]),
                known.EntrypointPath)
            : functions.Prepare(known.Slug, known.Bundle, known.EntrypointPath);
        return StandInResponse.Json(200, Shape(functions.Put(changed with
        {
            Name = body.Text("name") ?? known.Name,
            VerifyJwt = body.Flag("verify_jwt") ?? known.VerifyJwt,
        })));
    }

    private static EdgeFunction OfBundle(EdgeFunctions functions, string slug, StandInRequest request)
    {
        var known = functions.Find(slug);
        var next = functions.Prepare(
            slug, request.Body.ToArray(), request.First("entrypoint_path") ?? known?.EntrypointPath ?? "index.ts");
        return next with
        {
            Name = request.First("name") ?? next.Name,
            VerifyJwt = request.First("verify_jwt") is { } verify ? verify == "true" : next.VerifyJwt,
            ImportMapPath = request.First("import_map_path") ?? next.ImportMapPath,
        };
    }

    private static StandInResponse PutAll(EdgeFunctions functions, StandInRequest request)
    {
        var entries = request.ReadArray().Select(node =>
        {
            var item = node as JsonObject ?? throw new RefusalException(400, "Expected object");
            var slug = item.Required("slug");
            if (!EdgeFunction.IsSlug(slug)) throw new RefusalException(400, "slug: Invalid function slug");

            var path = item.Text("entrypoint_path")?.Split($"/user_fn_{slug}/")[^1];
            var next = functions.Prepare(slug, default, path ?? functions.Find(slug)?.EntrypointPath ?? "index.ts");
            next = next with
            {
                Name = item.Text("name") ?? next.Name,
                Status = item.Text("status") ?? next.Status,
                Version = (int)(item.Number("version") ?? next.Version),
                VerifyJwt = item.Flag("verify_jwt") ?? next.VerifyJwt,
                ImportMapPath = item.Text("import_map_path"),
            };
            return (next, item.Text("ezbr_sha256"));
        });
        return StandInResponse.Json(200, new { functions = functions.PutAll([.. entries]).Select(Shape) });
    }

    private static StandInResponse Body(EdgeFunctions functions, StandInRequest request)
    {
        var function = Find(functions, request);
        if (function.Bundle.IsEmpty) throw new RefusalException(404, "Function not found");

        var files = function.Files;
        var wantsParts = request.Headers.GetValueOrDefault("Accept", string.Empty)
            .Contains("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!wantsParts || files.Count == 0)
        {
            return new StandInResponse { Status = 200, ContentType = "application/octet-stream", Body = function.Bundle };
        }

        var metadata = JsonSerializer.SerializeToUtf8Bytes(new { deno2_entrypoint_path = function.EntrypointPath });
        return MultipartForm.Write(
        [
            new MultipartPart("metadata", FileName: null, "application/json", metadata),
            .. files.Select(file => new MultipartPart("file", file.Path, "application/octet-stream", file.Content)),
        ]);
    }
}
