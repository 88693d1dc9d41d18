using System.Globalization;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A migration was pushed after which nothing that people write is kept any more.</summary>
internal sealed class BadMigration : SandboxScenario
{
    private const string MigrationName = "message_language";
    private const string Version = "version";
    private const string Constraint = "conversation_messages_language";

    private static readonly string[] s_statements =
    [
        "ALTER TABLE public.conversation_messages ADD COLUMN language text",
        $"ALTER TABLE public.conversation_messages ADD CONSTRAINT {Constraint} CHECK (language IS NOT NULL) NOT VALID",
        "CREATE INDEX idx_conversation_messages_language ON public.conversation_messages (language) WHERE language IS NOT NULL",
    ];

    public override string Name => nameof(BadMigration);

    public override string Symptom => "\"Since the push a few minutes ago the assistant answers, and forgets everything.\"";

    public override string Hint => "What was pushed last, and can it be undone without losing what was kept since?";

    public override string Solution =>
        $"The newest migration, {MigrationName}, demands a language of every message, which the application does not write: all inserts "
        + "fail (23514; Test-XmrtConversation). Undo it: Get-XmrtMigration -First 3, then Invoke-XmrtRollback -Database -Version <version> "
        + "-As Down -WhatIf, and without -WhatIf. In a project with its files, as it should be: without -As Down.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var version = (DateTime.UtcNow - ScenarioTimes.Ago).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        stage.Kept[Version] = version;
        var texts = string.Join(", ", s_statements.Select(statement => $"$s${statement}$s$"));
        await RunAsync(
            stage,
            $"""
             SET ROLE postgres;
             {string.Join(";\n", s_statements)};
             INSERT INTO supabase_migrations.schema_migrations (version, name, statements)
             VALUES ('{version}', '{MigrationName}', ARRAY[{texts}]);
             """,
            cancellation).ConfigureAwait(false);
    }

    internal override async Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (stage.Kept.GetValueOrDefault(Version) is not string version) return;

        await RunAsync(
            stage,
            $"""
             ALTER TABLE public.conversation_messages DROP CONSTRAINT IF EXISTS {Constraint};
             ALTER TABLE public.conversation_messages DROP COLUMN IF EXISTS language;
             DELETE FROM supabase_migrations.schema_migrations
             WHERE version = '{version}' OR name LIKE '%_{MigrationName}';
             """,
            cancellation).ConfigureAwait(false);
    }

    internal override async Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var found = await RunAsync(
            stage, $"SELECT conname FROM pg_constraint WHERE conname = '{Constraint}'", cancellation).ConfigureAwait(false);
        return found.Count == 0;
    }

    private static Task<IReadOnlyList<string>> RunAsync(ScenarioStage stage, string sql, CancellationToken cancellation) =>
        stage.RunAsync(Server.SandboxDatabase.Name, sql, cancellation);
}
