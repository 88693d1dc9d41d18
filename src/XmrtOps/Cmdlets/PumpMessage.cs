using System.Management.Automation;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>What work on other threads hands to the pipeline thread, which alone may write.</summary>
internal abstract record PumpMessage
{
    public abstract void Deliver(XmrtCmdlet cmdlet);

    /// <summary>Up to 256 records: handing over single ones costs almost as much again as reading them.</summary>
    internal sealed record Batch(IReadOnlyList<object?> Records, Action Delivered) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet)
        {
            try
            {
                cmdlet.WriteObject(Records, enumerateCollection: true);
            }
            finally
            {
                Delivered();
            }
        }
    }

    internal sealed record Warning(string Text) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) => cmdlet.WriteWarning(Text);
    }

    internal sealed record VerboseText(string Text) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) => cmdlet.WriteVerbose(Text);
    }

    internal sealed record Information(string Text) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) =>
            cmdlet.WriteInformation(new HostInformationMessage { Message = Text }, ["PSHOST"]);
    }

    internal sealed record TotalCount(long Count) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) => cmdlet.WriteTotal(Count);
    }

    internal sealed record Progress(ProgressNotice Notice) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) => cmdlet.WriteProgress(Notice);
    }

    internal sealed record Fault(Exception Exception, object? Target) : PumpMessage
    {
        public override void Deliver(XmrtCmdlet cmdlet) => cmdlet.WriteError(ErrorRecords.From(Exception, Target));
    }
}
