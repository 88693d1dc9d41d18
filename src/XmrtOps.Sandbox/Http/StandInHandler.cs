namespace XmrtOps.Sandbox.Http;

/// <summary>Answers the requests of one route. The token is cancelled when the stand-in stops.</summary>
public delegate Task<StandInResponse> StandInHandler(StandInRequest request, CancellationToken cancellation);
