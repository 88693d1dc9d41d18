using System.Globalization;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>A size of the machine that the database runs on.</summary>
/// <param name="Id">Its identifier, such as ci_small.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="PricePerHour">In US dollars.</param>
/// <param name="Cores">Processors.</param>
/// <param name="MemoryGb">Memory in gigabytes.</param>
/// <param name="DirectConnections">What PostgreSQL allows.</param>
/// <param name="PoolerConnections">What the pooler allows.</param>
internal sealed record ComputeSize(
    string Id, string Name, double PricePerHour, int Cores, double MemoryGb, int DirectConnections, int PoolerConnections)
{
    public static IReadOnlyList<ComputeSize> All { get; } =
    [
        new("ci_micro", "Micro", 0.01344, 2, 1, 60, 200),
        new("ci_small", "Small", 0.0206, 2, 2, 90, 400),
        new("ci_medium", "Medium", 0.0822, 2, 4, 120, 600),
        new("ci_large", "Large", 0.1517, 2, 8, 160, 800),
        new("ci_xlarge", "XL", 0.2877, 4, 16, 240, 1000),
        new("ci_2xlarge", "2XL", 0.562, 8, 32, 380, 1500),
    ];

    public object Shape() => new
    {
        id = Id,
        name = Name,
        price = new
        {
            description = string.Create(CultureInfo.InvariantCulture, $"${PricePerHour}/hour"),
            type = "usage",
            interval = "hourly",
            amount = PricePerHour,
        },
        meta = new
        {
            cpu_cores = Cores,
            cpu_dedicated = MemoryGb >= 8,
            memory_gb = MemoryGb,
            connections_direct = DirectConnections,
            connections_pooler = PoolerConnections,
        },
    };
}
