using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>What a statement of a script drops, changes and opens, as far as its words say.</summary>
internal sealed class StatementReading
{
    private static readonly string[] s_harmless =
    [
        "comment", "analyze", "notify", "set", "reset", "revoke", "lock",
    ];

    public List<string> Exposures { get; } = [];

    public List<RelationName> DroppedTables { get; } = [];

    public List<(RelationName Table, string Column)> DroppedColumns { get; } = [];

    public List<RelationName> ChangedTables { get; } = [];

    public string? Unknown { get; private set; }

    public static StatementReading Of(string statement)
    {
        StatementReading reading = new();
        reading.Read(new StatementReader(statement), Module.Display.OneLine(State.SecretText.MaskIn(statement), 60));
        return reading;
    }

    private void Read(StatementReader reader, string shown)
    {
        if (reader.Take("drop"))
        {
            Drop(reader, shown);
        }
        else if (reader.Take("alter", "table"))
        {
            AlterTable(reader, shown);
        }
        else if (reader.Take("truncate"))
        {
            reader.Take("table");
            Change(reader, shown);
        }
        else if (reader.Take("delete", "from") || reader.Take("update") || reader.Take("insert", "into") || reader.Take("merge", "into"))
        {
            reader.Take("only");
            Change(reader, shown);
        }
        else if (reader.IsAt("grant"))
        {
            Exposures.Add($"{shown}: it grants");
        }
        else if (reader.Take("create") || reader.Take("alter"))
        {
            Make(reader, shown);
        }
        else if (!Array.Exists(s_harmless, reader.IsAt))
        {
            // DO, SELECT f() and CALL can do anything.
            Unknown = $"{shown}: what it does is not known";
        }
    }

    private void Make(StatementReader reader, string shown)
    {
        _ = reader.Take("or", "replace");
        if (reader.IsAt("policy") && !reader.RestHas("restrictive"))
        {
            Exposures.Add($"{shown}: a policy that lets rows through");
        }
        else if (reader.IsAt("default") || reader.IsAt("role") || reader.IsAt("user"))
        {
            Exposures.Add($"{shown}: it changes who may do what");
        }
        else if ((reader.IsAt("function") || reader.IsAt("procedure")) && reader.RestHas("definer"))
        {
            Exposures.Add($"{shown}: a function that acts with its owner's rights");
        }
        else if (reader.IsAt("view"))
        {
            Exposures.Add($"{shown}: a view that shows what its owner sees, unless it says security_invoker");
        }
    }

    private void Drop(StatementReader reader, string shown)
    {
        if (reader.RestHas("cascade"))
        {
            Unknown = $"{shown}: with CASCADE it drops what is not named";
        }

        if (reader.Take("policy") || reader.Take("trigger"))
        {
            Exposures.Add($"{shown}: what it keeps somebody from is allowed afterwards");
        }
        else if (reader.Take("table"))
        {
            _ = reader.Take("if", "exists");
            do
            {
                if (reader.QualifiedName() is { } table)
                {
                    DroppedTables.Add(table);
                }
            }
            while (reader.Take(','));
        }
        else if (reader.IsAt("schema") || reader.IsAt("owned") || reader.IsAt("extension"))
        {
            Unknown ??= $"{shown}: what goes with it is not named";
        }
    }

    private void AlterTable(StatementReader reader, string shown)
    {
        _ = reader.Take("if", "exists");
        _ = reader.Take("only");
        if (reader.QualifiedName() is not { } table)
        {
            Unknown = $"{shown}: it is not understood";
            return;
        }

        foreach (List<SqlToken> part in reader.RestParts())
        {
            StatementReader action = new(StatementReader.Text(part));
            if ((action.IsAt("disable") || action.Take("no", "force")) && (action.RestHas("row") || action.RestHas("trigger")))
            {
                Exposures.Add($"{shown}: what it keeps somebody from is allowed afterwards");
            }
            else if (action.Take("drop", "constraint"))
            {
                Exposures.Add($"{shown}: what the constraint refuses is taken afterwards");
            }
            else if (action.Take("drop"))
            {
                _ = action.Take("column");
                _ = action.Take("if", "exists");
                AddColumn(table, action);
            }
            else if (action.Take("alter"))
            {
                _ = action.Take("column");
                if (action.RestHas("type"))
                {
                    AddColumn(table, action);
                }
            }
        }
    }

    private void AddColumn(RelationName table, StatementReader action)
    {
        if (action.Name() is { } column)
        {
            DroppedColumns.Add((table, column));
        }
    }

    private void Change(StatementReader reader, string shown)
    {
        if (reader.QualifiedName() is { } table)
        {
            ChangedTables.Add(table);
        }
        else
        {
            Unknown = $"{shown}: it is not understood";
        }
    }
}
