import * as z from 'zod'
import { type AzureCloud, azureClouds, cloudHosts } from './clouds.ts'

/** Whom an Azure identity trusts. */
export interface AzureEntraConfig {
  /** Directory (tenant) id, lower case. */
  tenantId: string
  /** The audience a token must be for, with or without one trailing slash: a URI, or the client id of an application. */
  resource: string
  /** Object ids (`oid`) of service principals, lower case, 1 … 100. */
  allowedServicePrincipalIds: string[]
  cloud: AzureCloud
  /** Accept tokens of people too (`az login`), not of applications and managed identities alone. */
  allowUserTokens: boolean
  /** One token of Entra gives one token of ours. */
  singleUse: boolean
  /** How long ago a token may have been issued, in seconds; its own expiry counts in any case. */
  maxProofAgeSeconds?: number
}

const zero = '00000000-0000-0000-0000-000000000000'
// The tenant of all personal Microsoft accounts: anybody has one.
const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

const guid = (message: string) =>
  z
    .string(message)
    .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, message)
    .transform((text) => text.toLowerCase())
    .refine((text) => text !== zero, message)

const uri = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[A-Za-z0-9][\w.:@-]*(\/[\w.~@-]+)*\/?$/
const resource = z
  .string()
  .max(600, 'must be at most 600 characters')
  .refine(
    (text) => uri.test(text) || guid('').safeParse(text).success,
    'must be a URI such as api://bonafide, or the client id of an application',
  )

/** Untrusted value → configuration with defaults. */
export const azureEntraConfigSchema: z.ZodType<AzureEntraConfig> = z
  .strictObject({
    tenantId: guid('must be the id of a directory (tenant), a UUID').refine(
      (id) => id !== consumers,
      'must not be the tenant of personal accounts',
    ),
    resource: resource.optional(),
    allowedServicePrincipalIds: z
      .array(guid('must be the object id of a service principal, a UUID'))
      .min(1, 'must name at least one service principal')
      .max(100, 'must name at most 100 service principals')
      .transform((ids) => [...new Set(ids)]),
    cloud: z.enum(azureClouds, `must be one of ${azureClouds.join(', ')}`).default('public'),
    allowUserTokens: z.boolean().default(false),
    singleUse: z.boolean().default(false),
    maxProofAgeSeconds: z
      .int('must be a whole number of seconds')
      .min(60, 'must be at least 60')
      .max(86_400, 'must be at most 86400')
      .optional(),
  })
  .transform((config) => ({ ...config, resource: config.resource ?? cloudHosts[config.cloud].management }))

/** The two spellings of a resource that Entra puts into `aud`. */
export function audiencesOf({ resource }: Pick<AzureEntraConfig, 'resource'>): [string, string] {
  const bare = resource.endsWith('/') ? resource.slice(0, -1) : resource
  return [bare, `${bare}/`]
}
