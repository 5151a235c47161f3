CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"config" jsonb NOT NULL,
	"external_id" text,
	"external_id_issued" boolean NOT NULL,
	"server_wrapped_secret" text,
	"last_four" text,
	"fingerprint" text,
	"account" text,
	"principal" text,
	"is_unprotected" boolean,
	"checked_at" timestamp (3) with time zone,
	"simulated" boolean DEFAULT false NOT NULL,
	"version" integer NOT NULL,
	"created_by_member_id" uuid,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credentials_kind_known" CHECK ("credentials"."kind" in ('aws_assume_role', 'aws_access_keys', 'aws_web_identity'))
);
--> statement-breakpoint
CREATE TABLE "external_id_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_id_drafts_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "issuer_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_key" jsonb NOT NULL,
	"server_wrapped_private_key" text,
	"signs_from" timestamp (3) with time zone NOT NULL,
	"signs_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_aws" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"server_wrapped_state" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_progress" (
	"sync_id" uuid PRIMARY KEY NOT NULL,
	"wanted_generation" bigint NOT NULL,
	"done_generation" bigint NOT NULL,
	"due_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"requested_by" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"failure" text,
	"failure_sentence" text,
	"missing_action" text,
	"failing_since" timestamp (3) with time zone,
	"remote_version_id" text,
	"server_wrapped_base" text,
	"last_run_at" timestamp (3) with time zone,
	"last_synced_at" timestamp (3) with time zone,
	"lease_number" bigint NOT NULL,
	"leased_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"sync_id" uuid NOT NULL,
	"generation" bigint NOT NULL,
	"attempt" integer NOT NULL,
	"reason" text NOT NULL,
	"requested_by" text,
	"lease_number" bigint NOT NULL,
	"write_token" text,
	"outcome" text NOT NULL,
	"failure" text,
	"failure_sentence" text,
	"missing_action" text,
	"server_wrapped_keys" text,
	"added_count" integer NOT NULL,
	"changed_count" integer NOT NULL,
	"removed_count" integer NOT NULL,
	"unchanged_count" integer NOT NULL,
	"bytes" integer,
	"remote_version_id" text,
	"request_id" text,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone,
	CONSTRAINT "sync_runs_outcome_known" CHECK ("sync_runs"."outcome" in ('running', 'written', 'unchanged', 'failed', 'stopped', 'lost'))
);
--> statement-breakpoint
CREATE TABLE "syncs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"environment_id" uuid NOT NULL,
	"path" text NOT NULL,
	"destination" text NOT NULL,
	"credential_id" uuid NOT NULL,
	"options" jsonb NOT NULL,
	"place" text NOT NULL,
	"key_prefix" text NOT NULL,
	"never_deletes" boolean NOT NULL,
	"on_drift" text NOT NULL,
	"referenced_environment_ids" uuid[] NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"paused_by" text,
	"version" integer NOT NULL,
	"created_by_member_id" uuid,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "syncs_destination_known" CHECK ("syncs"."destination" in ('aws_secrets_manager')),
	CONSTRAINT "syncs_drift_rule_known" CHECK ("syncs"."on_drift" in ('overwrite', 'adopt', 'stop'))
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"last_attempt_at" timestamp (3) with time zone,
	"status" integer,
	"failure" text,
	"duration_ms" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_state_known" CHECK ("webhook_deliveries"."state" in ('pending', 'delivered', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"events" text[] NOT NULL,
	"server_wrapped_secret" text NOT NULL,
	"server_wrapped_previous_secret" text,
	"previous_secret_until" timestamp (3) with time zone,
	"disabled_reason" text,
	"failing_since" timestamp (3) with time zone,
	"last_delivered_at" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_disabled_reason_known" CHECK ("webhooks"."disabled_reason" in ('by_hand', 'failing', 'gone'))
);
--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_created_by_member_id_members_id_fk" FOREIGN KEY ("created_by_member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_id_drafts" ADD CONSTRAINT "external_id_drafts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_aws" ADD CONSTRAINT "lab_aws_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_progress" ADD CONSTRAINT "sync_progress_sync_id_syncs_id_fk" FOREIGN KEY ("sync_id") REFERENCES "public"."syncs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_sync_id_syncs_id_fk" FOREIGN KEY ("sync_id") REFERENCES "public"."syncs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_created_by_member_id_members_id_fk" FOREIGN KEY ("created_by_member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credentials_organisation" ON "credentials" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_name" ON "credentials" USING btree ("organisation_id",lower("name")) WHERE "credentials"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_external_id" ON "credentials" USING btree ("external_id") WHERE "credentials"."external_id_issued";--> statement-breakpoint
CREATE UNIQUE INDEX "external_id_drafts_holder" ON "external_id_drafts" USING btree ("organisation_id","holder_id");--> statement-breakpoint
CREATE INDEX "sync_progress_due" ON "sync_progress" USING btree ("due_at") WHERE "sync_progress"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "sync_progress_leased" ON "sync_progress" USING btree ("leased_until") WHERE "sync_progress"."leased_until" is not null;--> statement-breakpoint
CREATE INDEX "sync_progress_last_run" ON "sync_progress" USING btree ("last_run_at");--> statement-breakpoint
CREATE INDEX "sync_runs_sync" ON "sync_runs" USING btree ("sync_id","id");--> statement-breakpoint
CREATE INDEX "sync_runs_finished" ON "sync_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "syncs_organisation" ON "syncs" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "syncs_app" ON "syncs" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "syncs_environment" ON "syncs" USING btree ("environment_id") WHERE "syncs"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "syncs_credential" ON "syncs" USING btree ("credential_id") WHERE "syncs"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "syncs_references" ON "syncs" USING gin ("referenced_environment_ids") WHERE "syncs"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "syncs_place" ON "syncs" USING btree ("place") WHERE "syncs"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook" ON "webhook_deliveries" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_attempt_at") WHERE "webhook_deliveries"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_finished" ON "webhook_deliveries" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "webhooks_organisation" ON "webhooks" USING btree ("organisation_id","id");