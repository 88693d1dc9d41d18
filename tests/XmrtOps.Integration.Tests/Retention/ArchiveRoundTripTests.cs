using System.IO.Compression;
using System.Text.Json;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What is archived and put back is what it was; and no row is lost on the way, in the table or its cascades.</summary>
public sealed class ArchiveRoundTripTests(SandboxServer server)
{
    private static readonly string[] s_sessions = [.. RemoveConversationTests.Tables.Select(table => $"public.{table}")];

    [Fact]
    public async Task Log_rows_go_into_the_archive_and_come_back_as_they_were()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "logs 30d");
        using PwshSession session = database.Connect("archived");
        session.Set("path", path);
        Dictionary<string, string> before = await TableImage.OfAsync(database, "public.webhook_logs");

        PwshResult preview = session.Run("Remove-XmrtLog 30d -Archive $path -WhatIf").Succeeded();
        Assert.False(Directory.Exists(path));
        PwshResult run = session.Run("Remove-XmrtLog 30d -Archive $path", "Yes").Succeeded();

        Assert.Equal(path, Assert.Single(preview.Of<RetentionPreview>()).ArchivePath);
        RetentionResult removed = Assert.Single(run.Of<RetentionResult>());
        Assert.Contains("They are archived first", Assert.Single(run.Prompts).Message, StringComparison.Ordinal);
        long after = await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs");
        Assert.Equal((path, removed.Deleted), (removed.ArchivePath, removed.ArchivedRows));
        Assert.Equal(21_000, after + removed.ArchivedRows);
        JournalEntry entry = Assert.Single(database.Journal(session));
        Assert.Equal($"Import-XmrtArchive -Path '{path}' -Connection 'archived'", entry.Undo);
        Assert.Contains("rows archived before in", entry.Result, StringComparison.Ordinal);

        ArchiveImportPreview seen = Assert.Single(session.Run(entry.Undo + " -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        Assert.Equal(after, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
        ArchiveImportResult back = Assert.Single(session.Run("$result = $null; Import-XmrtArchive $path", "Yes").Succeeded().Of<ArchiveImportResult>());
        Assert.Equal((removed.Deleted, 0L, 0L, true), (seen.Inserted, seen.AlreadyPresent, seen.Conflicts, seen.IsSameSystem));
        Assert.Equal((removed.Deleted, 0L, 0L, 0L), (back.Inserted, back.AlreadyPresent, back.Conflicts, back.WithoutParent));
        Assert.Equal(before, await TableImage.OfAsync(database, "public.webhook_logs"));

        // Again: nothing is there to do, and nothing is asked.
        ArchiveImportResult again = Assert.Single(session.Run("Import-XmrtArchive $path").Succeeded().Of<ArchiveImportResult>());
        Assert.Equal((0L, removed.Deleted, 0L), (again.Inserted, again.AlreadyPresent, again.Conflicts));
        // And away again, by the command that the result names.
        Assert.Matches("^Remove-XmrtLog '[^']+' -Table 'webhook_logs' -Connection 'archived'$", back.Undo);
        Assert.Equal(removed.Deleted, Assert.Single(session.Run(back.Undo + " -Force").Succeeded().Of<RetentionResult>()).Deleted);
    }

    [Fact]
    public async Task Sessions_come_back_with_all_that_was_theirs_and_the_triggers_stay_still()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "sessions"));
        Dictionary<string, string> before = await TableImage.OfAsync(database, s_sessions);

        RetentionResult removed = Assert.Single(session
            .Run("Remove-XmrtConversation 90d -IncludeOrphaned -Archive $path -Force").Succeeded().Of<RetentionResult>());
        Dictionary<string, string> between = await TableImage.OfAsync(database, s_sessions);
        PwshResult refused = session.Run("Import-XmrtArchive $path -Force");
        ArchiveImportPreview preview = Assert.Single(session.Run("Import-XmrtArchive $path -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        ArchiveImportPreview still = Assert.Single(session.Run("Import-XmrtArchive $path -WithoutTriggers -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        Assert.Equal(between, await TableImage.OfAsync(database, s_sessions));
        ArchiveImportResult back = Assert.Single(session
            .Run("Import-XmrtArchive $path -WithoutTriggers -Force").Succeeded().Of<ArchiveImportResult>());

        Assert.Equal(["InsertTriggers"], refused.ErrorIds);
        Assert.Contains(preview.Triggers, trigger => trigger.EndsWith("on conversation_messages", StringComparison.Ordinal));
        Assert.Equal(
            [(Severity.Warning, true), (Severity.Information, false)],
            new[] { preview, still }.Select(one => one.Findings.Single(finding => finding.Code == "InsertTriggers"))
                .Select(finding => (finding.Severity, finding.Remedy is not null)));
        Assert.Equal(removed.Deleted + removed.CascadedRows, removed.ArchivedRows);
        // Conservation, table by table.
        ArchiveManifest manifest = Manifest(Path.Combine(folder.Path, "sessions"));
        Assert.Equal("conversation_sessions", manifest.Tables[0].Name);
        Assert.All(s_sessions, table => Assert.Equal(
            TableImage.RowsOf(before[table]),
            TableImage.RowsOf(between[table]) + manifest.Tables.Where(t => $"public.{t.Name}" == table).Sum(t => t.Rows)));
        Assert.Equal(manifest.Tables.Sum(table => table.Rows), back.Inserted);
        Assert.Equal(before, await TableImage.OfAsync(database, s_sessions));
        // The triggers are what they were.
        Assert.NotEmpty(back.SilencedTriggers);
        Assert.Equal(0, await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O' AND tgrelid::regclass::text LIKE 'conversation%'"));
    }

    [Fact]
    public async Task Triggers_run_when_that_is_asked_for()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "sessions"));
        long patterns = await database.ValueAsync<long>("SELECT sum(frequency) FROM public.interaction_patterns");
        session.Run("Remove-XmrtConversation 90d -Archive $path -Force").Succeeded();

        ArchiveImportResult back = Assert.Single(session
            .Run("Import-XmrtArchive $path -AllowTriggers -Force").Succeeded().Of<ArchiveImportResult>());

        Assert.Equal(back.Rows, back.Inserted);
        Assert.True(await database.ValueAsync<long>("SELECT sum(frequency) FROM public.interaction_patterns") > patterns);
    }

    [Fact]
    public async Task The_archive_is_the_owners_alone_and_can_be_read_without_us()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "plain");
        Directory.CreateDirectory(path);
        using PwshSession session = database.Connect();
        session.Set("path", path);
        RetentionResult removed = Assert.Single(session.Run("Remove-XmrtLog 30d -Archive $path -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal(["001-public.webhook_logs.csv.gz", "manifest.json"], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([path], Directory.GetDirectories(folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            foreach (string entry in Directory.GetFileSystemEntries(path).Append(path))
            {
                Assert.Equal(
                    UnixFileMode.None,
                    File.GetUnixFileMode(entry) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            }
        }

        ArchivedTable table = Assert.Single(Manifest(path).Tables);
        string file = Path.Combine(path, table.File);
        Assert.Equal(new FileInfo(file).Length, table.Bytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))), table.Sha256);
        await using GZipStream text = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(text);
        string csv = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(string.Join(',', table.Columns.Select(c => c.Name)), csv, StringComparison.Ordinal);
        Assert.Equal((table.UncompressedBytes, removed.Deleted), (System.Text.Encoding.UTF8.GetByteCount(csv), table.Rows));
        string manifest = await File.ReadAllTextAsync(Path.Combine(path, "manifest.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(server.Sandbox.Password, manifest, StringComparison.Ordinal);
        Assert.Contains("\"systemIdentifier\": \"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropped_partitions_are_in_the_archive_and_are_asked_for_when_it_comes_back()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        await database.RunAsync(RetentionPartitionTests.Setup.Replace(
            "CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;", "", StringComparison.Ordinal)
            .Replace("'2019-07-01+00'", "'2020-01-01+00'", StringComparison.Ordinal).Replace("1500", "1000", StringComparison.Ordinal)
            .Replace("ALTER TABLE public.events_rest OWNER TO postgres;", "", StringComparison.Ordinal));
        Dictionary<string, string> before = await TableImage.OfAsync(database, "public.events");
        await TableImage.SettleAsync(database);
        using PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "events"));

        RetentionResult removed = Assert.Single(session.Run($"{RetentionPartitionTests.Command} -Archive $path").Succeeded().Of<RetentionResult>());
        PwshResult missing = session.Run("Import-XmrtArchive $path -Force");

        Assert.Equal(["public.events_2020", "public.events_2021"], removed.DroppedPartitions);
        Assert.Equal(removed.Deleted, removed.ArchivedRows);
        Assert.Equal(["PartitionMissing"], missing.ErrorIds);
        string remedy = missing.Errors[0].ErrorDetails.RecommendedAction;
        Assert.Contains("CREATE TABLE public.events_2021a PARTITION OF public.events_2021", remedy, StringComparison.Ordinal);
        await database.RunAsync($"SET timezone = 'UTC'; SET ROLE postgres; {remedy}");
        Assert.Equal(removed.Deleted, Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
        Assert.Equal(before, await TableImage.OfAsync(database, "public.events"));
    }

    internal static ArchiveManifest Manifest(string path) => JsonSerializer.Deserialize(
        File.ReadAllText(Path.Combine(path, "manifest.json")), ArchiveJson.Default.ArchiveManifest)!;
}
