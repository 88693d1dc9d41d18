using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A statement in the making: names always quoted, values always parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<string?> _values = [];

    /// <summary>Adds SQL as it is: of ours only.</summary>
    public SqlText Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Adds a name, quoted.</summary>
    public SqlText Name(string name) => Add(Quote(name));

    /// <summary>Adds a parameter without a type, which the server takes for what the place needs.</summary>
    public SqlText Value(string? value)
    {
        _values.Add(value);
        return Add(string.Create(CultureInfo.InvariantCulture, $"${_values.Count}"));
    }

    /// <summary>Adds a list with commas between.</summary>
    public SqlText List<T>(IEnumerable<T> items, Action<T> add)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) Add(", ");
            add(item);
            isFirst = false;
        }

        return this;
    }

    public NpgsqlCommand ToCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(_text.ToString(), connection);
        foreach (var value in _values)
        {
            command.Parameters.Add(
                new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        return command;
    }

    public override string ToString() => _text.ToString();

    // A name ends at a zero byte, as the server's own would.
    public static string Quote(string name) => $"\"{name.Split('\0')[0].Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
