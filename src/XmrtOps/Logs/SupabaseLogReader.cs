using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Logs;

/// <summary>
/// Streams a log of Supabase's over the platform's limits: a day and a thousand rows a query. Pages follow each other by the
/// last row's time and identifier, so that rows of one instant are neither lost nor doubled where a page ends.
/// </summary>
internal sealed class SupabaseLogReader(XmrtConnection connection, INotices notices)
{
    private readonly LogPace _pace = new(notices);
    private LogFunctions? _functions;

    /// <summary>What time it is there, as far as it is known.</summary>
    public DateTimeOffset Now => _pace.Now;

    /// <summary>Records in batches; the next page is under way while one is handed on.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LogFunctions functions = _functions ??= request.Source == LogSource.Function
            ? await LogFunctions.ReadAsync(connection, request.Functions, notices, cancellation)
            : LogFunctions.None;
        LogStatement statement = new(request, functions.Wanted);
        LogEntries entries = new(request.Source, connection.Name, functions.Names);
        LogTake take = new(request.Page);
        LogCursor cursor = new(request.SpanAt(_pace.Now), request.OldestFirst);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<IReadOnlyList<LogRow>>? coming = cursor.IsAtEnd ? null : QueryAsync(statement, cursor, take, stop.Token);
        // Later questions of a follower know the time there already.
        bool isFirst = !_pace.IsSkewed;
        try
        {
            while (coming is not null)
            {
                IReadOnlyList<LogRow> rows = await coming;
                coming = null;
                if (isFirst && _pace.IsSkewed)
                {
                    // By this machine's clock the wrong hour was asked for.
                    cursor = new LogCursor(request.SpanAt(_pace.Now), request.OldestFirst);
                    rows = cursor.IsAtEnd ? [] : await QueryAsync(statement, cursor, take, stop.Token);
                }

                isFirst = false;
                cursor.Advance(rows, take.NextPage);
                Report(cursor);
                List<LogRow> wanted = take.Of(rows);
                if (!cursor.IsAtEnd && !take.IsEnough)
                {
                    coming = QueryAsync(statement, cursor, take, stop.Token);
                }

                foreach (LogRow[] some in wanted.Chunk(RecordBatch.Size))
                {
                    yield return new RecordBatch([.. some.Select(entries.Of)]);
                }
            }

            take.Announce(cursor.IsAtEnd, notices);
        }
        finally
        {
            await stop.CancelAsync();
            if (coming is not null)
            {
                // It is nobody's any more, and neither is its fault.
                await coming.ContinueWith(
                    static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            if (cursor.HasSeveralWindows)
            {
                notices.Progress(new ProgressNotice("Reading the log", 100, IsCompleted: true));
            }
        }
    }

    private Task<IReadOnlyList<LogRow>> QueryAsync(
        LogStatement statement, LogCursor cursor, LogTake take, CancellationToken cancellation)
    {
        string sql = statement.Page(cursor.Bounds, cursor.Last, take.NextPage);
        LogSpan window = cursor.Range;
        return _pace.RunAsync(
            (patience, heard) => connection.Supabase.ReadLogRowsAsync(
                sql, window.From, window.Until, patience, heard, notices, cancellation),
            cancellation);
    }

    private void Report(LogCursor cursor)
    {
        if (cursor.HasSeveralWindows)
        {
            notices.Progress(new ProgressNotice("Reading the log", cursor.Percent));
        }
    }
}
