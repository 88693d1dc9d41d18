using Npgsql;
using NpgsqlTypes;

namespace XmrtOps.Sandbox.Logs;

/// <summary>
/// The values of a translated query. Equal ones are one parameter: PostgreSQL would not see otherwise that what is shown
/// is what is grouped by.
/// </summary>
internal sealed class LogSqlParameters
{
    private readonly List<(object Value, NpgsqlDbType Type)> _values = [];

    public LogSqlTerm Text(string text) => new(Add(text, NpgsqlDbType.Text), LogSqlType.Text) { Literal = text };

    public LogSqlTerm Uuid(Guid id) => new(Add(id, NpgsqlDbType.Uuid), LogSqlType.Uuid);

    public LogSqlTerm Time(DateTimeOffset time) => new(
        Add(DateTime.SpecifyKind(time.UtcDateTime, DateTimeKind.Unspecified), NpgsqlDbType.Timestamp), LogSqlType.Time);

    public void AddTo(NpgsqlCommand command)
    {
        foreach (var (value, type) in _values) command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
    }

    private string Add(object value, NpgsqlDbType type)
    {
        var index = _values.IndexOf((value, type));
        if (index < 0)
        {
            if (value is string text && text.Contains('\0', StringComparison.Ordinal)) throw LogSqlException.Unparsable("\\0", "String");

            index = _values.Count;
            _values.Add((value, type));
        }

        return $"${index + 1}";
    }
}
