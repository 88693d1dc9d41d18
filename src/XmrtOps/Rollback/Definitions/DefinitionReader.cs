using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>Reads how what migrations made is made now.</summary>
internal static class DefinitionReader
{
    /// <summary>By number of the object; what is not there any more is left out.</summary>
    public static async Task<Dictionary<int, DefinitionNow>> ReadAsync(
        DatabaseTransaction transaction,
        IReadOnlyList<(SchemaObject Made, ObjectNow Now)> objects,
        CancellationToken cancellation) => new(await transaction.QueryAsync(
            Sql.Of("Rollback/Definitions/DefinitionsNow.sql"),
            [
                objects.Select(item => item.Now.Id ?? 0).ToArray(),
                objects.Select(item => item.Now.Catalogue ?? "").ToArray(),
                objects.Select(item => item.Now.Part).ToArray(),
            ],
            row =>
            {
                int at = (int)row.GetInt64(0) - 1;
                return KeyValuePair.Create(at, Of(row, objects[at].Made.Kind));
            },
            cancellation));

    private static DefinitionNow Of(DbDataReader row, SchemaObjectKind kind)
    {
        Definition definition = row.StringOrNull(1) is { } text
            ? MadeDefinition.Read(text, kind)
            : Definition.NotRead("the server says nothing of it");
        Fill(definition, row.GetFieldValue<string[]>(5), row.GetFieldValue<string[]>(6));
        if (row.GetBoolean(7))
        {
            definition.Accept(ConstraintDefinition.ReferencedColumns, ConstraintDefinition.PrimaryKey);
        }

        if (row.StringOrNull(8) is { } firing)
        {
            definition.Set(TriggerDefinition.Enabled, firing);
        }

        if (row.StringOrNull(9) is { } collation)
        {
            definition.Accept(ColumnDefinition.Collation, collation);
        }

        if (row.GetBoolean(10))
        {
            definition.Accept(ColumnDefinition.Default, ColumnDefinition.Serial);
        }

        return new DefinitionNow(
            definition,
            row.GetString(2),
            row.StringOrNull(3) ?? "",
            row.StringOrNull(4),
            Rules(row),
            row.GetFieldValue<string[]>(14));
    }

    private static void Fill(Definition definition, string[] classes, string[] collations)
    {
        for (int i = 0; i < classes.Length; i++)
        {
            definition.Accept(KeyElements.ClassOf(i + 1), classes[i]);
            definition.Accept(KeyElements.CollationOf(i + 1), collations[i]);
        }
    }

    private static List<(string Name, Definition Rule)> Rules(DbDataReader row)
    {
        string[] texts = row.GetFieldValue<string[]>(12);
        bool[] areKeys = row.GetFieldValue<bool[]>(13);
        List<(string Name, Definition Rule)> rules = [];
        foreach ((int at, string name) in row.GetFieldValue<string[]>(11).Index())
        {
            Definition rule = MadeDefinition.Read(texts[at], SchemaObjectKind.Constraint);
            if (areKeys[at])
            {
                rule.Accept(ConstraintDefinition.ReferencedColumns, ConstraintDefinition.PrimaryKey);
            }

            rules.Add((name, rule));
        }

        return rules;
    }
}
