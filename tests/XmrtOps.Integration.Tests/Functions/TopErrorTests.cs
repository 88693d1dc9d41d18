using System.Data.Common;
using CsCheck;
using XmrtOps.Data;
using XmrtOps.Functions;
using XmrtOps.Integration.Tests.Logs;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Get-XmrtTopError over the tables and the platform's log.</summary>
public sealed class TopErrorTests(SandboxServer server)
{
    private const string Empty = """
        TRUNCATE public.api_call_logs, public.eliza_function_usage, public.edge_function_logs, public.system_logs,
                 public.vercel_function_logs, cron.job_run_details, net._http_response CASCADE;
        """;

    [Fact]
    public async Task Every_table_that_receives_errors_is_asked_and_copies_count_once()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Empty + """
            INSERT INTO public.api_call_logs (function_name, status, error_message, created_at) VALUES
                ('a', 'error', 'failed after 950 ms for 5f3c1b9e-7a1d-4c6e-9f00-0123456789ab', now() - interval '2 h'),
                ('a', 'error', 'failed after 1.2 s for 00000000-7a1d-4c6e-9f00-0123456789ab', now() - interval '1 h'),
                ('a', 'timeout', NULL, now() - interval '1 h'),
                ('a', 'success', NULL, now()),
                ('a', 'error', 'old', now() - interval '3 days');
            INSERT INTO public.eliza_function_usage (function_name, success, error_message, invoked_at, deployment_id)
            SELECT 'b', false, 'quota', date_trunc('hour', now()) - interval '1 h', 'd' FROM generate_series(1, 4);
            INSERT INTO public.edge_function_logs (function_name, event_type, event_message, status_code, "timestamp") VALUES
                ('c', 'x', 'WORKER_LIMIT', 546, now() - interval '1 min'), ('c', 'x', 'fine', 200, now());
            INSERT INTO public.system_logs (log_level, log_source, log_category, message) VALUES
                ('critical', 'edge_function', 'x', '[d] upstream answered 503'), ('info', 'edge_function', 'x', '[d] ok');
            INSERT INTO public.vercel_function_logs (function_name, status, error_message) VALUES ('e', 'timeout', 'Task timed out');
            INSERT INTO cron.job_run_details (jobid, status, return_message, start_time) VALUES (7, 'failed', 'ERROR: x', now());
            INSERT INTO net._http_response (id, status_code, timed_out, error_msg, created) VALUES (1, NULL, true, 'Timeout of 5000 ms', now());
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtTopError").Succeeded();
        IReadOnlyList<TopError> errors = result.Of<TopError>();

        Assert.Equal(8, errors.Count);
        Assert.Equal(
            ("a", "failed after <n> for <id>", 2L, 0L, "public.api_call_logs"),
            (errors[0].Function, errors[0].Fingerprint, errors[0].Errors, errors[0].Timeouts, errors[0].Source));
        Assert.Equal(200.0 / 3, errors[0].SharePercent, 6);
        Assert.Contains("1.2 s", errors[0].Example, StringComparison.Ordinal);
        Assert.True(errors[0].LastSeen - errors[0].FirstSeen > TimeSpan.FromMinutes(59));
        Assert.Equal(1, Assert.Single(errors, error => error.Function == "b").Errors);
        Assert.Equal((1, 546), (Assert.Single(errors, error => error.Function == "c").Timeouts, errors.Single(error => error.Function == "c").Status));
        Assert.Equal("job 7", Assert.Single(errors, error => error.Source == "cron.job_run_details").Function);
        Assert.Null(Assert.Single(errors, error => error.Source == "net._http_response").Function);
        Assert.Equal(4, errors.Sum(error => error.Timeouts));
        Assert.Contains(result.Information, note => note.ToString().Contains("token", StringComparison.Ordinal));
        Assert.Equal(["d"], session.Run("Get-XmrtTopError [d]").Succeeded().Of<TopError>().Select(error => error.Function));
    }

    [Fact]
    public async Task The_platforms_log_is_counted_too_and_says_the_same_of_the_same()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Empty);
        await using LogApi api = await LogApi.StartAsync(server);
        string id = EdgeFunction.IdOf("mining-proxy").ToString();
        for (int i = 0; i < 3; i++)
        {
            api.Write(DateTimeOffset.UtcNow.AddMinutes(-i - 1), "function_logs", $"\u001b[31mError\u001b[0m after {i * 7} ms", ("level", "error"), ("function_id", id));
        }

        api.Write(DateTimeOffset.UtcNow.AddMinutes(-1), "function_edge_logs", "POST | 546 | x", ("response.status_code", "546"), ("function_id", id));
        using PwshSession session = api.Connect(database.Url);

        IReadOnlyList<TopError> errors = session.Run("Get-XmrtTopError mining-proxy").Succeeded().Of<TopError>();

        Assert.Equal([("function_logs", 3L, 0L), ("function_edge_logs", 1L, 1L)], errors.Select(e => (e.Source, e.Errors, e.Timeouts)));
        Assert.Equal("Error after <n>", errors[0].Fingerprint);
        Assert.Equal(100, errors[0].SharePercent);
    }

    [Fact]
    public async Task A_call_that_several_logs_have_is_counted_once()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Empty + """
            INSERT INTO public.edge_function_logs (function_name, event_type, event_message, status_code, request_id, "timestamp")
            SELECT 'mining-proxy', 'execution', 'upstream refused', 500, id, date_trunc('hour', now()) - interval '1 h'
            FROM unnest(ARRAY['call-1', 'older']) AS id;
            INSERT INTO public.eliza_function_usage (function_name, success, error_message, invoked_at, deployment_version)
            SELECT name, false, 'upstream refused', date_trunc('hour', now()) - interval '1 h', 'backfill_edge_logs'
            FROM unnest(ARRAY['mining-proxy', 'mining-proxy', 'other']) AS name;
            """);
        await using LogApi api = await LogApi.StartAsync(server);
        string id = EdgeFunction.IdOf("mining-proxy").ToString();
        api.Write(
            DateTimeOffset.UtcNow.AddMinutes(-1), "function_edge_logs", "POST | 500 | /functions/v1/mining-proxy",
            ("response.status_code", "500"), ("request.pathname", "/functions/v1/mining-proxy"), ("function_id", id), ("execution_id", "call-1"));
        api.Write(
            DateTimeOffset.UtcNow.AddMinutes(-1), "function_logs", "Error: upstream refused", ("level", "error"), ("function_id", id), ("execution_id", "call-1"));
        using PwshSession session = api.Connect(database.Url);

        IReadOnlyList<TopError> errors = session.Run("Get-XmrtTopError").Succeeded().Of<TopError>();

        Assert.Equal(
            [
                ("mining-proxy", "function_logs", "Error: upstream refused", 500, 1L),
                ("mining-proxy", "public.edge_function_logs", "upstream refused", 500, 1L),
                ("other", "public.eliza_function_usage", "upstream refused", null, 1L),
            ],
            errors.OrderBy(error => error.Source, StringComparer.Ordinal)
                .Select(error => (error.Function!, error.Source, error.Fingerprint, error.Status, error.Errors)));

        await database.RunAsync("DROP TABLE public.edge_function_logs CASCADE");
        Assert.Equal(
            ["mining-proxy", "other"],
            session.Run("Get-XmrtTopError").Of<TopError>().Where(error => error.Source == "public.eliza_function_usage")
                .Select(error => error.Function).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_counted_is_said()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("DROP TABLE public.api_call_logs CASCADE; REVOKE ALL ON public.edge_function_logs FROM app_reader;");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        PwshResult result = session.Run("Get-XmrtTopError");

        Assert.Contains(result.Warnings, w => w.Contains("api_call_logs, because there is no such table", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, w => w.Contains("edge_function_logs, because role app_reader may not read", StringComparison.Ordinal));
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task Secrets_in_messages_are_masked()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Empty + """
            INSERT INTO public.api_call_logs (function_name, status, error_message)
            VALUES ('a', 'error', 'refused: Bearer abcdefghijklmnopqrstuvwx password=hunter2hunter2');
            """);
        using PwshSession session = database.Connect(width: 200);

        PwshResult result = session.Run("$all = Get-XmrtTopError; $all; $all.Example");

        Assert.DoesNotContain("abcdefghij", result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_has_one_fingerprint_in_the_database_and_here()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("TRUNCATE public.api_call_logs");
        string[] pieces =
        [
            "950 ms", "1.2s", "5steps", "<n> m", "12:30:01.5", "5f3c1b9e-7a1d-4c6e-9f00-0123456789ab", "deadbeefdeadbeef00", "cafe",
            "a.b@c.de", "@", "\u001b[31m", "\u001b[", "\n\t ", " ", "ü", "😀", "é", "<id>", "0x", "3 hours", "7 min", "8 minutesX", ",", ".", "no",
        ];
        Gen<string[]> messages = Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[1, 12].Select(parts => string.Concat(parts)).Array[200];
        await using DbDataSource source = server.Administrator(database.Name);

        await CompareAsync(source, [new string('x', 3_000), string.Concat(Enumerable.Repeat("😀", 250)), "", "   "]);
        await messages.SampleAsync(generated => CompareAsync(source, generated), iter: 5, threads: 1);
    }

    private static async Task CompareAsync(DbDataSource source, string[] messages)
    {
        await using (DbCommand insert = source.CreateCommand(
            """
            INSERT INTO public.api_call_logs (function_name, status, error_message, created_at)
            SELECT n::text, 'error', m, now() FROM unnest($1::text[]) WITH ORDINALITY AS t (m, n)
            """))
        {
            Add(insert, [messages]);
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using DbCommand ask = source.CreateCommand(TableErrorReader.StatementOf("Functions/ApiCallErrors.sql"));
        Add(ask, DateTime.UtcNow.AddDays(-1), DateTime.UtcNow.AddDays(1), DBNull.Value, DBNull.Value);
        await using (DbDataReader row = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            int read = 0;
            while (await row.ReadAsync(TestContext.Current.CancellationToken))
            {
                string message = messages[int.Parse(row.GetString(0), System.Globalization.CultureInfo.InvariantCulture) - 1];
                Assert.Equal(row.GetString(1), ErrorFingerprint.Of(message));
                read++;
            }

            Assert.Equal(messages.Length, read);
        }

        await using DbCommand clear = source.CreateCommand("TRUNCATE public.api_call_logs");
        await clear.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static void Add(DbCommand command, params object[] values)
    {
        foreach (object value in values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }
}
