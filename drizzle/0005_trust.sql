CREATE TABLE "exchange_testimonies" (
	"exchange_id" uuid PRIMARY KEY NOT NULL,
	"testimony" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issuer_health" (
	"external_identity_id" uuid PRIMARY KEY NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"problem" text,
	"milliseconds" integer,
	"key_count" integer,
	"unusable_key_count" integer,
	"weak_key_count" integer,
	"algorithms" text[],
	"key_fingerprint" text,
	"keys_since" timestamp (3) with time zone,
	"certificate_ends_at" timestamp (3) with time zone,
	"server_offset_ms" integer,
	"token_offset_ms" integer,
	"token_offset_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "refusal_dismissals" (
	"organisation_id" uuid NOT NULL,
	"group_key" text NOT NULL,
	"exchange_id" uuid NOT NULL,
	"for_good" boolean NOT NULL,
	"dismissed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refusal_dismissals_organisation_id_group_key_pk" PRIMARY KEY("organisation_id","group_key")
);
--> statement-breakpoint
CREATE TABLE "trust_policies" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"blocked_severity" text,
	"allowed_issuers" text[] NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trust_policies_severity_known" CHECK ("trust_policies"."blocked_severity" in ('warning', 'danger'))
);
--> statement-breakpoint
ALTER TABLE "exchanges" ADD COLUMN "reported_code" text;--> statement-breakpoint
ALTER TABLE "external_identities" ADD COLUMN "report_only_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "external_identity_versions" ADD COLUMN "report_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "trust_policy_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "reported" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "narrowing" jsonb;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "derived_from" uuid[];--> statement-breakpoint
ALTER TABLE "exchange_testimonies" ADD CONSTRAINT "exchange_testimonies_exchange_id_exchanges_id_fk" FOREIGN KEY ("exchange_id") REFERENCES "public"."exchanges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issuer_health" ADD CONSTRAINT "issuer_health_external_identity_id_external_identities_id_fk" FOREIGN KEY ("external_identity_id") REFERENCES "public"."external_identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal_dismissals" ADD CONSTRAINT "refusal_dismissals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_policies" ADD CONSTRAINT "trust_policies_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exchanges_refused" ON "exchanges" USING btree ("organisation_id","id") WHERE "exchanges"."outcome" = 'refused' and "exchanges"."principal" is not null;--> statement-breakpoint
CREATE INDEX "exchanges_unverified" ON "exchanges" USING btree ("organisation_id","id") WHERE "exchanges"."outcome" = 'refused' and "exchanges"."principal" is null;--> statement-breakpoint
CREATE INDEX "exchanges_reported" ON "exchanges" USING btree ("external_identity_id","id") WHERE "exchanges"."reported_code" is not null;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD CONSTRAINT "service_account_tokens_derived_narrowed" CHECK ("service_account_tokens"."derived_from" is null or ("service_account_tokens"."narrowing" is not null and "service_account_tokens"."expires_at" is not null and cardinality("service_account_tokens"."derived_from") > 0));