import * as z from 'zod'
import { isEntraIssuer } from '../azure-entra/clouds.ts'
import { holdsPrivateKey } from '../private-key.ts'
import { rememberLast } from '../remember.ts'
import { type SignatureAlgorithm, signatureAlgorithms } from '../signature-algorithms.ts'
import { asObject, ownProperty, parseStrictJson } from '../strict-json.ts'
import { webUrl } from './issuer-url.ts'
import { parseRule } from './rules.ts'
import { subjectProblem } from './subject.ts'

export const keySources = ['discovery', 'jwks_url', 'uploaded', 'token_review'] as const
export type KeySource = (typeof keySources)[number]

export const singleUses = ['off', 'jti', 'proof'] as const
/** `jti`: each token of the issuer once, and only tokens that have an id. `proof`: each token once. */
export type SingleUse = (typeof singleUses)[number]

/** Whom an identity of a token issuer trusts. */
export interface OidcConfig {
  /** Compared byte by byte with `iss`. */
  issuer: string
  /** A token must be for one of these, 1 … 10. */
  audiences: string[]
  /** `sub` must be one of these, 1 … 100; `*` stands for one whole part between `:` and `/`. */
  subjects: string[]
  /** What else must be true of its claims, all of it, at most 50: see `rules.ts`. */
  claims: string[]
  keySource: KeySource
  /** Where the keys are, for `jwks_url`. */
  jwksUrl?: string
  /** The keys as a JWKS in JSON, for `uploaded`. */
  jwks?: string
  /** From this day on (UTC, 2027-01-31) somebody wants to be told that the uploaded keys are old. */
  keysRemindOn?: string
  /** The API server of the cluster, which judges its tokens itself, for `token_review`. */
  apiServer?: string
  /** PEM certificates of an authority of one's own, for everything that is asked. */
  certificateAuthority?: string
  algorithms: SignatureAlgorithm[]
  /** `typ` of the header, any case; a token without one counts as `JWT`. */
  tokenTypes: string[]
  singleUse: SingleUse
  /** How long ago a token may have been issued, in seconds; its own expiry counts in any case. */
  maxProofAgeSeconds?: number
  /** How long a token may live in all, `exp` minus `iat`, in seconds. */
  maxProofLifetimeSeconds: number
}

const seconds = (most: number) =>
  z.int('must be a whole number of seconds').min(60, 'must be at least 60').max(most, `must be at most ${most}`)

const unique = <Value>(values: Value[]): Value[] => [...new Set(values)]

const audience = z
  .string()
  .min(1, 'must not be empty')
  .max(600, 'must be at most 600 characters')
  .refine((text) => /^[\x21-\x7e]+$/.test(text), 'must be visible characters without blanks')
  .refine((text) => !text.includes('*'), 'must be exact: an audience takes no *')

const subject = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => subjectProblem(text) === undefined, { error: (issue) => subjectProblem(String(issue.input)) ?? 'must be a subject' })

const claimRule = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => parseRule(text).problem === undefined, { error: (issue) => parseRule(String(issue.input)).problem ?? 'must be a rule' })

const certificates = /^\s*(-----BEGIN CERTIFICATE-----[\s\w+/=]+-----END CERTIFICATE-----\s*){1,10}$/

const fields = z.strictObject({
  issuer: webUrl.refine((text) => !isEntraIssuer(text), 'is an issuer of Microsoft Entra: make an Azure identity, which knows its tokens'),
  audiences: z.array(audience).min(1, 'must name at least one audience').max(10, 'must name at most 10 audiences').transform(unique),
  subjects: z.array(subject).min(1, 'must name at least one subject').max(100, 'must name at most 100 subjects').transform(unique),
  claims: z.array(claimRule).max(50, 'must be at most 50 rules').default([]).transform(unique),
  keySource: z.enum(keySources, `must be one of ${keySources.join(', ')}`).default('discovery'),
  jwksUrl: webUrl.optional(),
  jwks: z
    .string()
    .max(262_144, 'must be at most 256 KB')
    .refine((text) => keySetProblem(text) === undefined, { error: (issue) => keySetProblem(String(issue.input)) ?? 'must be a key set' })
    .optional(),
  keysRemindOn: z.iso.date('must be a day such as 2027-01-31').optional(),
  apiServer: webUrl.refine((text) => text.startsWith('https://'), 'must begin with https://: tokens are shown to it').optional(),
  certificateAuthority: z
    .string()
    .max(65_536, 'must be at most 64 KB')
    .regex(certificates, 'must be certificates in PEM, and nothing else')
    .optional(),
  algorithms: z
    .array(z.enum(signatureAlgorithms, `must be one of ${signatureAlgorithms.join(', ')}`))
    .min(1, 'must name at least one algorithm')
    .default(['RS256', 'ES256'])
    .transform(unique),
  tokenTypes: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9+.-]{0,63}$/, 'must be a type such as JWT or at+jwt'))
    .min(1, 'must name at least one type')
    .max(10, 'must name at most 10 types')
    .default(['JWT'])
    .transform(unique),
  singleUse: z.enum(singleUses, `must be one of ${singleUses.join(', ')}`).default('off'),
  maxProofAgeSeconds: seconds(86_400).optional(),
  maxProofLifetimeSeconds: seconds(7_776_000).default(86_400),
})

/** Untrusted value → configuration with defaults. */
export const oidcConfigSchema: z.ZodType<OidcConfig> = fields.superRefine((config, context) => {
  const refuse = (name: keyof OidcConfig, message: string) => context.addIssue({ code: 'custom', path: [name], message })
  if (config.keySource === 'jwks_url' && config.jwksUrl === undefined) refuse('jwksUrl', 'must say where the keys are')
  if (config.keySource !== 'jwks_url' && config.jwksUrl !== undefined) refuse('jwksUrl', 'must be empty unless the keys come from a URL')
  if (config.keySource === 'uploaded' && config.jwks === undefined) refuse('jwks', 'must hold the keys of the issuer')
  if (config.keySource !== 'uploaded' && config.jwks !== undefined) refuse('jwks', 'must be empty unless the keys are uploaded')
  if (config.keySource !== 'uploaded' && config.keysRemindOn !== undefined)
    refuse('keysRemindOn', 'must be empty unless the keys are uploaded')
  if (config.keySource === 'token_review' && config.apiServer === undefined) refuse('apiServer', 'must say where the API server is')
  if (config.keySource !== 'token_review' && config.apiServer !== undefined)
    refuse('apiServer', 'must be empty unless the API server judges the tokens')
})

/** Why a text is no key set that may be uploaded. The sentence says nothing of what is in it. Asked again at each exchange. */
const keySetProblem = rememberLast(64, problemOfKeySet, (problem) => problem === undefined)

function problemOfKeySet(text: string): string | undefined {
  const document = asObject(parseStrictJson(text))
  const members = document && ownProperty(document, 'keys')
  if (!Array.isArray(members)) return 'must be a key set in JSON: {"keys": [ … ]}'
  if (holdsPrivateKey(document))
    return 'must hold public keys alone: take the private parts out, and replace a key that others may have seen'
  const isPublic = (member: unknown) => ['RSA', 'EC', 'OKP'].includes(String(ownProperty(asObject(member) ?? {}, 'kty')))
  return members.some(isPublic) && members.length <= 1000 ? undefined : 'must hold at least one public key, and at most 1000'
}

/** SPIFFE gives its keys a use of their own, and its tokens no `typ` to rely on (SPIFFE JWT-SVID 2 and 4). */
export const isSpiffe = ({ subjects }: Pick<OidcConfig, 'subjects'>): boolean => subjects.every((one) => one.startsWith('spiffe://'))
