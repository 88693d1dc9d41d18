namespace XmrtOps.Sandbox.Http;

/// <summary>What was received is no request that can be answered; the connection ends after this status.</summary>
internal sealed class BadRequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
