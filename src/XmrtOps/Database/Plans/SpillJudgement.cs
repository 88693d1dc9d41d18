using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Database.Plans;

/// <summary>Sorts and hashes that did not fit into memory.</summary>
internal static class SpillJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        List<PlanNode> spilled = [.. evidence.Plan.Nodes.Where(node => node.DiskBytes > 0 || node.HashBatches > 1)];
        foreach (PlanNode node in spilled)
        {
            string size = node.DiskBytes > 0 ? $" ({Display.Bytes(node.DiskBytes)})" : $" ({node.HashBatches} batches)";
            yield return evidence.Finding(
                "SpilledToDisk",
                Severity.Warning,
                $"{PlanText.Title(node)} did not fit into work_mem and used temporary files{size}.",
                Remedy(evidence, node.DiskBytes)) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["NodeType"] = node.NodeType,
                    ["SortMethod"] = node.SortMethod,
                    ["DiskBytes"] = node.DiskBytes,
                    ["HashBatches"] = node.HashBatches,
                    ["MaximumDiskBytes"] = 0,
                },
            };
        }

        // The statistics tell of the application's own runs what a plan alone cannot.
        if (spilled.Count == 0 && evidence.Source is { TempBytesPerCall: > 0 and var bytes } source)
        {
            yield return evidence.Finding(
                "SpilledToDisk",
                Severity.Warning,
                $"Calls of it wrote temporary files, {Display.Bytes((long)bytes)} on average: a sort or hash did not fit into "
                + "work_mem.",
                Remedy(evidence, (long)bytes)) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["Calls"] = source.Calls,
                    ["BytesPerCall"] = bytes,
                    ["MaximumDiskBytes"] = 0,
                },
            };
        }
    }

    private static string Remedy(PlanEvidence evidence, long? diskBytes)
    {
        // In memory the rows take about three times their room on disk.
        string memory = diskBytes is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(8, (bytes * 3 / 1024 / 1024) + 4)}MB")
            : "16MB";
        string role = evidence.Source?.Role ?? evidence.Plan.Role ?? "<role>";
        return $"Sort or join fewer rows (an index in the order of the sort), or for this role only: ALTER ROLE {role} SET "
            + $"work_mem = '{memory}'; each sort and hash of each session may take that much.";
    }
}
