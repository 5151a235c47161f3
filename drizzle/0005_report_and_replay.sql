CREATE TABLE "exchange_testimonies" (
	"exchange_id" uuid PRIMARY KEY NOT NULL,
	"testimony" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "exchanges" ADD COLUMN "reported_code" text;--> statement-breakpoint
ALTER TABLE "external_identities" ADD COLUMN "report_only_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "external_identity_versions" ADD COLUMN "report_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_account_tokens" ADD COLUMN "reported" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "exchange_testimonies" ADD CONSTRAINT "exchange_testimonies_exchange_id_exchanges_id_fk" FOREIGN KEY ("exchange_id") REFERENCES "public"."exchanges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exchanges_reported" ON "exchanges" USING btree ("external_identity_id","id") WHERE "exchanges"."reported_code" is not null;