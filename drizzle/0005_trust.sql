CREATE TABLE "trust_policies" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"blocked_severity" text,
	"allowed_issuers" text[] NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trust_policies_severity_known" CHECK ("trust_policies"."blocked_severity" in ('warning', 'danger'))
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "trust_policy_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "narrowing" jsonb;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "derived_from" uuid[];--> statement-breakpoint
ALTER TABLE "trust_policies" ADD CONSTRAINT "trust_policies_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD CONSTRAINT "service_account_tokens_derived_narrowed" CHECK ("service_account_tokens"."derived_from" is null or ("service_account_tokens"."narrowing" is not null and "service_account_tokens"."expires_at" is not null and cardinality("service_account_tokens"."derived_from") > 0));