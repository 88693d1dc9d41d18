namespace XmrtOps.Sandbox.Supabase;

/// <summary>What a machine has done since it was started; processor times are of each processor.</summary>
internal readonly record struct MachineCounters(double BusySeconds, double IdleSeconds, double DiskBusySeconds, double DiskBytes);
