using System.Globalization;
using System.Management.Automation;
using XmrtOps.Database;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>What was piped in to be planned: a text, statistics of a statement, or something with a property Query.</summary>
internal static class PlanInput
{
    /// <summary>The text; null where the record hides it.</summary>
    /// <param name="input">What was piped in.</param>
    /// <param name="source">What the record says of the statement, by the names of its properties, whatever kind it is.</param>
    /// <exception cref="XmrtException">NothingToPlan.</exception>
    public static string? Read(object? input, out PlanSource? source)
    {
        source = null;
        switch (input is PSObject { BaseObject: var inner } ? inner : input)
        {
            case null:
                return "";
            case string text:
                return text;
            case SlowQuery query:
                source = PlanSource.Of(query);
                return query.Query;
            case { } other:
                PSObject record = PSObject.AsPSObject(input);
                if (record.Properties[nameof(SlowQuery.Query)] is null)
                {
                    throw Errors.NothingToPlan(other.GetType().Name);
                }

                source = SourceOf(record);
                return Text(record, nameof(SlowQuery.Query));
        }
    }

    private static PlanSource SourceOf(PSObject record)
    {
        double? calls = Number(record, nameof(SlowQuery.Calls));
        return new PlanSource
        {
            QueryId = Text(record, nameof(SlowQuery.QueryId)),
            Role = Text(record, nameof(SlowQuery.Role)),
            MeanMs = Number(record, nameof(SlowQuery.MeanMs)),
            Calls = (long?)calls,
            RowsPerCall = Number(record, nameof(QueryPlan.RowsPerCall))
                ?? (calls > 0 ? Number(record, nameof(SlowQuery.Rows)) / calls : null),
        };
    }

    private static string? Text(PSObject record, string name) =>
        record.Properties[name]?.Value is { } value ? value.ToString() : null;

    private static double? Number(PSObject record, string name) =>
        record.Properties[name]?.Value is { } value
        && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
}
