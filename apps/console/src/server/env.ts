import { isAbsolute, join, resolve } from 'node:path'
import { parseServerSecrets } from '@bonafide/crypto'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'

/** What the operator set, checked and with defaults. Nothing else in the server reads `process.env`. */
export interface Environment {
  production: boolean
  /** TCP port; 0 lets the system choose. */
  port: number
  /** Origin of the console and of every door, without a trailing slash. */
  publicUrl: string
  /** Absolute path. */
  dataDirectory: string
  /** Undefined: run the embedded PostgreSQL. */
  databaseUrl?: string
  /** Undefined: keep one in the data folder. */
  secretKey?: string
  /** The first owner, made without a browser. */
  setup?: { email: string; password: string; organisationName: string }
  /** `host:port` of places that may be private and plain http. */
  allowPrivateHosts: string[]
  /** Files with the token that may review those of a Kubernetes cluster, by the `host:port` of its API server. */
  tokenReviewers: ReadonlyMap<string, string>
  awsStsUrl?: URL
  /** Where the server asks AWS who it is itself. */
  awsRegion: string
  azureAuthorityUrl?: URL
  labEnabled: boolean
  /** Proxies whose `X-Forwarded-For` is believed, as CIDR ranges. */
  trustedProxies: string[]
  metricsToken?: string
  /** Whoever sends it may have jobs done where no process stays to do them. */
  cronSecret?: string
  retention: { acceptedDays: number; refusedDays: number; auditDays: number }
  logLevel: (typeof logLevels)[number]
  /** On Vercel the platform names the caller's address. */
  onVercel: boolean
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

/** The environment cannot be used. Names every variable that is wrong, and never a value. */
export class EnvironmentInvalid extends Error {
  readonly code = 'environment_invalid'
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'EnvironmentInvalid'
  }
}

const days = (fallback: number) =>
  z.coerce
    .number('must be a whole number of days')
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(36_500, 'must be at most 36500')
    .default(fallback)

const onOff = z.enum(['0', '1', 'false', 'true'], 'must be 1 or 0').transform((text) => text === '1' || text === 'true')

const httpUrl = z.string().transform((text, context) => {
  if (URL.canParse(text)) {
    const url = new URL(text)
    if ((url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password && !url.search && !url.hash) return url
  }
  context.addIssue({ code: 'custom', message: 'must be an http or https URL without user, query or fragment' })
  return z.NEVER
})

const publicUrl = httpUrl.transform((url, context) => {
  if (url.pathname === '/') return url.origin
  context.addIssue({ code: 'custom', message: 'must be an origin such as https://bonafide.example.com, without a path' })
  return z.NEVER
})

const list = (isValid: (entry: string) => boolean, message: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isValid), message)

const hostAndPort = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]):\d{1,5}$/i

const reviewers = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim().split('=')))
  .refine(
    (entries) => entries.every(([place = '', file = '', ...more]) => hostAndPort.test(place) && isAbsolute(file) && more.length === 0),
    'must be a comma-separated list of host:port=/path/of/a/token',
  )
  .transform((entries) => new Map(entries.map(([place = '', file = '']) => [place.toLowerCase(), file])))

const secretKey = z.string().superRefine((text, context) => {
  try {
    parseServerSecrets(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is not usable: ${error instanceof Error ? error.message : 'not a list of keys'}` })
  }
})

const variablesSchema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce
    .number('must be a port number')
    .int('must be a port number')
    .min(0, 'must be a port number')
    .max(65_535, 'must be a port number')
    .default(3000),
  BONAFIDE_PUBLIC_URL: publicUrl.optional(),
  BONAFIDE_DATA_DIR: z.string().default('.bonafide'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  BONAFIDE_SECRET_KEY: secretKey.optional(),
  BONAFIDE_SETUP_EMAIL: z.email('must be an e-mail address').optional(),
  BONAFIDE_SETUP_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(1024, 'must have at most 1024 characters').optional(),
  BONAFIDE_SETUP_ORGANISATION: z.string().max(64, 'must have at most 64 characters').optional(),
  BONAFIDE_ALLOW_PRIVATE_HOSTS: list((entry) => hostAndPort.test(entry), 'must be a comma-separated list of host:port').default([]),
  BONAFIDE_TOKEN_REVIEWERS: reviewers.optional(),
  AWS_ENDPOINT_URL_STS: httpUrl.optional(),
  AWS_REGION: z
    .string()
    .regex(/^[a-z]{2}[a-z-]*-\d$/, 'must be the code of an AWS region, such as eu-central-1')
    .default('us-east-1'),
  AZURE_AUTHORITY_HOST: httpUrl.optional(),
  BONAFIDE_LAB: onOff.optional(),
  BONAFIDE_TRUSTED_PROXIES: list(isCidr, 'must be a comma-separated list of CIDR ranges, such as 10.0.0.0/8').default([]),
  BONAFIDE_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  BONAFIDE_CRON_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  CRON_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  BONAFIDE_RETENTION_ACCEPTED_DAYS: days(30),
  BONAFIDE_RETENTION_REFUSED_DAYS: days(90),
  BONAFIDE_RETENTION_AUDIT_DAYS: days(400),
  BONAFIDE_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  NODE_TLS_REJECT_UNAUTHORIZED: z.string().optional(),
  VERCEL: z.string().optional(),
})
type Variables = z.output<typeof variablesSchema>

/** @throws EnvironmentInvalid naming every problem at once. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  // An empty variable is what `docker -e NAME=` and unset CI secrets leave behind: it counts as not set.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = variablesSchema.safeParse(set)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`)
  const problems = [...wrong, ...combinationProblems(set)]
  if (!parsed.success || problems.length > 0) throw new EnvironmentInvalid(problems)
  return toEnvironment(parsed.data)
}

function toEnvironment(variables: Variables): Environment {
  const { BONAFIDE_SETUP_EMAIL: email, BONAFIDE_SETUP_PASSWORD: password, BONAFIDE_SETUP_ORGANISATION: organisationName } = variables
  return {
    production: variables.NODE_ENV === 'production',
    port: variables.PORT,
    publicUrl: variables.BONAFIDE_PUBLIC_URL ?? `http://localhost:${variables.PORT}`,
    dataDirectory: resolve(variables.BONAFIDE_DATA_DIR),
    databaseUrl: variables.DATABASE_URL,
    secretKey: variables.BONAFIDE_SECRET_KEY,
    setup: email && password && organisationName ? { email, password, organisationName } : undefined,
    allowPrivateHosts: variables.BONAFIDE_ALLOW_PRIVATE_HOSTS,
    tokenReviewers: variables.BONAFIDE_TOKEN_REVIEWERS ?? new Map(),
    awsStsUrl: variables.AWS_ENDPOINT_URL_STS,
    awsRegion: variables.AWS_REGION,
    azureAuthorityUrl: variables.AZURE_AUTHORITY_HOST,
    labEnabled: variables.BONAFIDE_LAB ?? variables.DATABASE_URL === undefined,
    trustedProxies: variables.BONAFIDE_TRUSTED_PROXIES,
    metricsToken: variables.BONAFIDE_METRICS_TOKEN,
    cronSecret: variables.BONAFIDE_CRON_SECRET ?? variables.CRON_SECRET,
    retention: {
      acceptedDays: variables.BONAFIDE_RETENTION_ACCEPTED_DAYS,
      refusedDays: variables.BONAFIDE_RETENTION_REFUSED_DAYS,
      auditDays: variables.BONAFIDE_RETENTION_AUDIT_DAYS,
    },
    logLevel: variables.BONAFIDE_LOG_LEVEL,
    onVercel: variables.VERCEL === '1',
  }
}

const setupVariables = ['BONAFIDE_SETUP_EMAIL', 'BONAFIDE_SETUP_PASSWORD', 'BONAFIDE_SETUP_ORGANISATION'] as const

/** What is wrong only because of another variable. */
function combinationProblems(set: Record<string, string | undefined>): string[] {
  const problems: string[] = []
  if (set.DATABASE_URL && !set.BONAFIDE_SECRET_KEY) {
    problems.push('BONAFIDE_SECRET_KEY is required with DATABASE_URL: 64 hex digits, e.g. from `openssl rand -hex 32`')
  }
  const missing = setupVariables.filter((name) => !set[name])
  if (missing.length > 0 && missing.length < setupVariables.length) {
    problems.push(...missing.map((name) => `${name} is missing: the BONAFIDE_SETUP_ variables belong together`))
  }
  if (set.PORT === '0' && !set.BONAFIDE_PUBLIC_URL) problems.push('BONAFIDE_PUBLIC_URL is required with PORT=0')
  if (set.NODE_ENV === 'production' && set.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push('NODE_TLS_REJECT_UNAUTHORIZED turns off the checking of certificates and is refused in production')
  }
  return problems
}

function isCidr(text: string): boolean {
  try {
    ipaddr.parseCIDR(text)
    return true
  } catch {
    return false
  }
}

/** Where the embedded default keeps its generated server key. */
export const secretKeyFile = (environment: Environment): string => join(environment.dataDirectory, 'secret-key')
