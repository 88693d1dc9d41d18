using System.Text;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The edge functions that a sandbox starts with: names and secrets of the application, short sources.</summary>
internal static class FunctionSeeds
{
    private static readonly (string Slug, string[] Secrets)[] Catalogue =
    [
        ("agent-manager", ["GEMINI_API_KEY"]),
        ("ai-chat", ["LOVABLE_API_KEY"]),
        ("api-key-health-monitor", ["GITHUB_TOKEN", "OPENAI_API_KEY", "DEEPSEEK_API_KEY"]),
        ("check-frontend-health", []),
        ("deepseek-chat", ["DEEPSEEK_API_KEY"]),
        ("gemini-chat", ["GEMINI_API_KEY"]),
        ("get-edge-function-logs", []),
        ("github-integration", ["GITHUB_TOKEN", "GITHUB_OWNER", "GITHUB_REPO"]),
        ("hume-access-token", ["HUME_API_KEY", "HUME_SECRET_KEY"]),
        ("lovable-chat", ["LOVABLE_API_KEY"]),
        ("mining-proxy", ["MINER_WALLET_ADDRESS"]),
        ("openai-tts", ["OPENAI_API_KEY"]),
        ("openrouter-chat", ["OPENROUTER_API_KEY"]),
        ("prometheus-metrics", []),
        ("python-executor", ["CUSTOM_PISTON_URL"]),
        ("render-api", ["RENDER_API_KEY"]),
        ("stripe-payment-webhook", ["STRIPE_SECRET_KEY"]),
        ("system-diagnostics", []),
        ("system-health", []),
        ("system-status", []),
        ("task-orchestrator", ["INTERNAL_ELIZA_KEY"]),
        ("text-to-speech", ["ELEVENLABS_API_KEY"]),
        ("vercel-manager", ["VERCEL_WEBHOOK_SECRET"]),
        ("vercel-webhook", ["VERCEL_WEBHOOK_SECRET"]),
    ];

    /// <summary>The names of the secrets that they read.</summary>
    public static IEnumerable<string> Secrets =>
        Catalogue.SelectMany(entry => entry.Secrets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public static IEnumerable<EdgeFunction> All(DateTimeOffset now) => Catalogue.Select((entry, position) =>
    {
        var path = $"supabase/functions/{entry.Slug}/index.ts";
        return new EdgeFunction
        {
            Slug = entry.Slug,
            Name = entry.Slug,
            Version = 3 + (position * 7 % 40),
            CreatedAt = now.AddDays(-120 + position),
            UpdatedAt = now.AddDays(-1 - (position * 5 % 30)).AddMinutes(-13 * position),
            // The application checks callers in its own code: all of its functions are deployed without this check.
            VerifyJwt = false,
            EntrypointPath = path,
            Bundle = FunctionBundle.Pack([new EdgeFunctionFile(path, Encoding.UTF8.GetBytes(Source(entry.Slug, entry.Secrets)))]),
        };
    });

    private static string Source(string slug, string[] secrets)
    {
        var reads = string.Concat(secrets.Select(name => $"const {name} = Deno.env.get(\"{name}\");\n"));
        return $$"""
            import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
            import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

            const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
            {{reads}}
            serve(async (request) => {
              const { error } = await supabase.from("eliza_activity_log").insert({ activity_type: "{{slug}}" });
              return Response.json({ success: !error });
            });

            """;
    }
}
