-- The jobs that the project's migrations leave behind. Most post to an edge function through pg_net, so that
-- "succeeded" means "queued".

INSERT INTO cron.job (jobname, schedule, command, nodeport, username)
SELECT job.name,
       job.schedule,
       CASE job.kind
           WHEN 'sql' THEN job.target
           ELSE format(
               $command$SELECT net.http_post(url := current_setting('app.settings.supabase_url') || %L, headers := jsonb_build_object('Content-Type', 'application/json'), body := '{}'::jsonb) AS request_id;$command$,
               '/functions/v1/' || job.target)
       END,
       coalesce(inet_server_port(), 5432),
       'postgres'
FROM (VALUES
    (1, 'hourly-maintenance', '0 * * * *', 'sql',
     'DELETE FROM public.webhook_logs WHERE created_at < now() - interval ''30 days''; DELETE FROM public.conversation_sessions WHERE is_active = false AND updated_at < now() - interval ''90 days'';'),
    (2, 'agent-performance-report', '0 * * * *', 'http', 'agent-manager'),
    (3, 'hourly-system-health-check', '0 * * * *', 'http', 'system-health'),
    (4, 'system-performance-hourly-snapshot', '0 * * * *', 'http', 'system-health'),
    (5, 'cleanup-stale-tasks', '*/15 * * * *', 'sql',
     'UPDATE public.task_executions SET status = ''timeout'', execution_end = now() WHERE status = ''running'' AND execution_start < now() - interval ''1 hour'';'),
    (6, 'agent-rebalance-workload', '*/15 * * * *', 'http', 'agent-manager'),
    (7, 'opportunity-scanner', '*/15 * * * *', 'sql', 'SELECT public.run_opportunity_scanner();'),
    (8, 'process-scheduled-actions', '*/5 * * * *', 'http', 'execute-scheduled-actions'),
    (9, 'agent-auto-assign-tasks', '*/5 * * * *', 'http', 'agent-manager'),
    (10, 'code-health-monitor', '*/5 * * * *', 'http', 'code-monitor-daemon'),
    (11, 'execute-scheduled-actions-every-5-minutes', '*/5 * * * *', 'http', 'execute-scheduled-actions'),
    (12, 'invoke-code-monitor-daemon-every-2-minutes', '*/2 * * * *', 'http', 'code-monitor-daemon'),
    (13, 'agent-identify-blockers', '*/10 * * * *', 'http', 'agent-manager'),
    (14, 'api-key-health-monitor-10min', '*/10 * * * *', 'http', 'api-key-health-monitor'),
    (15, 'evaluate-community-ideas', '*/30 * * * *', 'http', 'evaluate-community-idea'),
    (16, 'refresh-recent-conversation-messages', '30 seconds', 'sql',
     'REFRESH MATERIALIZED VIEW CONCURRENTLY public.recent_conversation_messages;'),
    (17, 'batch-vectorize-memories', '30 * * * *', 'sql', 'SELECT public.batch_vectorize_memories();'),
    (18, 'daily-token-reset', '0 0 * * *', 'http', 'reset-tokens'),
    (19, 'generate-insights', '0 2 * * *', 'http', 'generate-insights'),
    (20, 'api-key-health-monitor', '0 */2 * * *', 'http', 'api-key-health-monitor'),
    (21, 'mirror-mirror-self-evaluation', '0 */6 * * *', 'http', 'self-evaluation'),
    (22, 'system-knowledge-builder', '0 */6 * * *', 'http', 'system-knowledge-builder'),
    (23, 'eliza-self-evaluation', '0 3 * * *', 'http', 'eliza-self-evaluation'),
    (24, 'daily-opportunity-report', '0 6 * * *', 'http', 'opportunity-scanner'),
    (25, 'morning-discussion-8am', '0 8 * * *', 'http', 'morning-discussion-post'),
    (26, 'progress-update-9am', '0 9 * * *', 'http', 'progress-update-post'),
    (27, 'ecosystem-monitor-11am', '0 11 * * *', 'http', 'ecosystem-monitor'),
    (28, 'daily-ecosystem-monitor-with-tasks', '0 11 * * *', 'http', 'ecosystem-monitor'),
    (29, 'daily-discussion-post', '0 15 * * *', 'http', 'daily-discussion-post'),
    (30, 'evening-summary-8pm', '0 20 * * *', 'http', 'evening-summary-post'),
    (31, 'weekly-retrospective-friday', '0 16 * * 5', 'http', 'weekly-retrospective-post'),
    (32, 'community-spotlight-wednesday', '0 14 * * 3', 'http', 'community-spotlight-post'),
    (33, 'weekly-treasury-health-check', '0 10 * * 1', 'http', 'treasury-health'),
    (34, 'monthly-billing-cycle', '0 0 1 * *', 'http', 'monthly-billing')
) AS job (position, name, schedule, kind, target)
ORDER BY job.position;
