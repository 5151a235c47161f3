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
ALTER TABLE "refusal_dismissals" ADD CONSTRAINT "refusal_dismissals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exchanges_refused" ON "exchanges" USING btree ("organisation_id","id") WHERE "exchanges"."outcome" = 'refused' and "exchanges"."principal" is not null;--> statement-breakpoint
CREATE INDEX "exchanges_unverified" ON "exchanges" USING btree ("organisation_id","id") WHERE "exchanges"."outcome" = 'refused' and "exchanges"."principal" is null;