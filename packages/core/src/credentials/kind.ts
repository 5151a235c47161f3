import type * as z from 'zod'
import type { FormField } from '../external-identities/provider.ts'

export const credentialKindIds = ['aws_assume_role', 'aws_access_keys', 'aws_web_identity'] as const
export type CredentialKindId = (typeof credentialKindIds)[number]

/** A cloud that is reached over something else than the network, and who the server is there. */
export interface CloudNetwork {
  /** Answers a call as the cloud would. */
  send(request: Request): Promise<Response>
  serverKeys(): Promise<{ accessKeyId: string; secretAccessKey: string }>
}

/** What a kind of credential is lent to sign in with. Nothing is opened or made before it is asked for. */
export interface CredentialAccess<Config = unknown> {
  kind: CredentialKindId
  /** Tells sessions of one credential from those of every other: `<organisation>/<credential>/<version>`. */
  cacheKey: string
  config: Config
  /** What the cloud's side asks for beside who we are; null when nothing. */
  externalId: string | null
  /** The sealed half. Fails when the kind has one and it cannot be opened. */
  secret(): Promise<string>
  /** A token of ours for an audience, whose subject names what it is for. */
  webIdentityToken(audience: string): Promise<string>
  /** Shown in the cloud's own log: names organisation and what it is for, in 2 … 64 letters, digits and hyphens. */
  sessionName: string
  /** What every call with it goes over; null: the network. */
  network: CloudNetwork | null
}

/** What a credential turned out to be, asked just now. */
export interface CredentialCheck {
  /** The cloud's name for whom we are signed in as. */
  principal: string
  account: string
  /** True when the same could be done without the external id; null when there is none. */
  isUnprotected: boolean | null
}

/** One way to sign in to a cloud. Adding one is adding one of these. */
export interface CredentialKind<Config = unknown> {
  id: CredentialKindId
  /** Label of its tab. */
  name: string
  description: string
  fields: FormField[]
  configSchema: z.ZodType<Config>
  /** Null: nothing is stored that would have to be kept secret. */
  secret: { label: string; schema: z.ZodType<string>; lastFour(config: Config): string } | null
  /** What an external id may look like; null where none is taken. */
  externalIdSchema: z.ZodType<string> | null
  /** The region that it is used in. */
  regionOf(config: Config): string
  /** One line for lists: "role sync in 123456789012, eu-central-1". */
  summary(config: Config): string
  /** Signs in anew and says as whom. Fails with a `DestinationFailure`. */
  check(access: CredentialAccess<Config>): Promise<CredentialCheck>
}

export type CredentialKinds = Record<CredentialKindId, CredentialKind>
