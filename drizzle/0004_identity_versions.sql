CREATE TABLE "external_identity_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"external_identity_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"config" jsonb NOT NULL,
	"token_name" text NOT NULL,
	"default_ttl_seconds" integer NOT NULL,
	"max_ttl_seconds" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"changed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "external_identity_versions" ADD CONSTRAINT "external_identity_versions_external_identity_id_external_identities_id_fk" FOREIGN KEY ("external_identity_id") REFERENCES "public"."external_identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "external_identity_versions_number" ON "external_identity_versions" USING btree ("external_identity_id","version");--> statement-breakpoint
INSERT INTO "external_identity_versions" ("id", "external_identity_id", "version", "name", "description", "config", "token_name", "default_ttl_seconds", "max_ttl_seconds", "enabled", "changed_by", "created_at")
SELECT i."id", i."id", i."version", i."name", i."description", i."config", i."token_name", i."default_ttl_seconds", i."max_ttl_seconds", i."enabled", case when i."version" = 1 then coalesce(m."full_name", 'nobody known') else 'nobody known' end, i."updated_at"
FROM "external_identities" i LEFT JOIN "members" m ON m."id" = i."created_by_member_id";
