namespace XmrtOps.Sandbox.Seeding;

/// <summary>A row of cron.job, as the schema's file has put it there.</summary>
internal sealed record CronJob(long Id, string Name, string Command, string Database, CronSchedule Schedule);
