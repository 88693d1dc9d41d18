-- user_worker_mappings, workflow_executions and workflow_steps each repeat a unique constraint by a plain index.

SET ROLE postgres;

ALTER TABLE public.agents ADD CONSTRAINT agents_pkey PRIMARY KEY (id);
ALTER TABLE public.tasks ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);
ALTER TABLE public.task_executions ADD CONSTRAINT task_executions_pkey PRIMARY KEY (id);
ALTER TABLE public.scheduled_actions ADD CONSTRAINT scheduled_actions_pkey PRIMARY KEY (id);

ALTER TABLE public.workflow_executions ADD CONSTRAINT workflow_executions_pkey PRIMARY KEY (id);
ALTER TABLE public.workflow_executions ADD CONSTRAINT workflow_executions_workflow_id_key UNIQUE (workflow_id);
CREATE INDEX idx_workflow_executions_workflow_id ON public.workflow_executions (workflow_id);

ALTER TABLE public.workflow_steps ADD CONSTRAINT workflow_steps_pkey PRIMARY KEY (id);
ALTER TABLE public.workflow_steps
    ADD CONSTRAINT workflow_steps_workflow_id_step_index_key UNIQUE (workflow_id, step_index);
CREATE INDEX idx_workflow_steps_workflow ON public.workflow_steps (workflow_id, step_index);

ALTER TABLE public.user_worker_mappings ADD CONSTRAINT user_worker_mappings_pkey PRIMARY KEY (id);
ALTER TABLE public.user_worker_mappings ADD CONSTRAINT user_worker_mappings_worker_id_key UNIQUE (worker_id);
CREATE INDEX idx_user_worker_mappings_worker_id ON public.user_worker_mappings (worker_id);

ALTER TABLE public.jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);
CREATE INDEX idx_jobs_queue_status_run_at ON public.jobs (queue_name, status, run_at);
ALTER TABLE public.job_attempts ADD CONSTRAINT job_attempts_pkey PRIMARY KEY (id);
ALTER TABLE public.dead_letter_jobs ADD CONSTRAINT dead_letter_jobs_pkey PRIMARY KEY (id);

ALTER TABLE public."Agent Notes" ADD CONSTRAINT "Agent Notes_pkey" PRIMARY KEY ("Id");
SELECT setval(pg_get_serial_sequence('public."Agent Notes"', 'Id'), coalesce(max("Id"), 0) + 1, false)
FROM public."Agent Notes";

RESET ROLE;
