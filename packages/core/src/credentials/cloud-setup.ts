import type * as z from 'zod'
import type { CredentialKindId } from './kind.ts'

export const setupTargets = ['aws_cli', 'cloudformation', 'terraform', 'console'] as const
export type SetupTarget = (typeof setupTargets)[number]

/** A text to be used in the cloud. No secret is ever in one. */
export interface SetupText {
  target: SetupTarget
  title: string
  /** What it is for, what to replace in it, and what to keep of what it answers. */
  explanation: string
  /** The name of the file that it is meant to be saved as; null for commands. */
  fileName: string | null
  language: 'json' | 'yaml' | 'hcl' | 'bash'
  content: string
}

/** What is made in the cloud, and for what, in the cloud's own words. Null where it is not known. */
export interface SetupNames {
  kind: CredentialKindId
  region: string
  policyName: string
  roleName: string
  /** Null where there is none to ask for, or none was issued yet. */
  externalId: string | null
  /** Whether a role is to ask for an external id at all. */
  asksExternalId: boolean
  account: string | null
  /** The secret that will be synced; null: any. */
  secretName: string | null
  kmsKeyArn: string | null
}

/** This server as an issuer, and the subjects of those of its tokens that are to be trusted, `*` standing for any text. */
export interface SetupTrust {
  issuer: string
  subjects: readonly string[]
}

/** How a cloud is made ready for a credential. */
export interface CloudSetup {
  /** Untrusted words → names that the cloud can have, with defaults for what is made there. */
  namesSchema: z.ZodType<SetupNames>
  /** In the order of their use; those of one target belong together. */
  texts(names: SetupNames, trust: SetupTrust): Promise<SetupText[]>
}
