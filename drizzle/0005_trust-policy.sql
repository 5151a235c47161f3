CREATE TABLE "trust_policies" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"blocked_severity" text,
	"allowed_issuers" text[] NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trust_policies_severity_known" CHECK ("trust_policies"."blocked_severity" in ('warning', 'danger'))
);
--> statement-breakpoint
ALTER TABLE "trust_policies" ADD CONSTRAINT "trust_policies_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;