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
ALTER TABLE "issuer_health" ADD CONSTRAINT "issuer_health_external_identity_id_external_identities_id_fk" FOREIGN KEY ("external_identity_id") REFERENCES "public"."external_identities"("id") ON DELETE cascade ON UPDATE no action;