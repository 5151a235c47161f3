import type * as z from 'zod'
import type { Step } from '../exchange/trace.ts'
import type { IssuerAnswer, IssuerObservation, WatchedIssuer } from '../issuer-health/observation.ts'
import type { Runtime } from '../runtime.ts'
import type { Voucher } from '../trust-policy/issuers.ts'
import type { ParsedIdentity } from './identity.ts'
import type { Snippet, SnippetPlace } from './snippet.ts'

export const providerIds = ['aws_iam', 'azure_entra', 'oidc'] as const
export type ProviderId = (typeof providerIds)[number]

/** How a form shows one field of a provider's configuration. Labels are data, so that one form renders every provider. */
export interface FormField {
  name: string
  label: string
  help: string
  placeholder?: string
  /** `list`: short entries without blanks. `lines`: entries of several words, one a line. */
  control: 'text' | 'text_area' | 'list' | 'lines' | 'duration' | 'switch' | 'select' | 'sts_endpoint'
  options?: { value: string; label: string }[]
  advanced?: boolean
  /** Shown, and part of the configuration, only while another field has one of these values. */
  shownWhen?: { field: string; values: string[]; required?: boolean }
}

/** The browser-safe half of a provider. */
export interface ProviderForm {
  id: ProviderId
  /** As people call it: "AWS IAM". */
  name: string
  description: string
  /** Name of the icon. */
  icon: string
  /** Name of minted tokens unless the identity says otherwise. */
  defaultTokenName: string
  fields: FormField[]
}

/** Something that deserves a second look in a configuration that is nevertheless allowed. */
export interface LintFinding {
  code: string
  severity: 'info' | 'warning' | 'danger'
  /** JSON pointer into the configuration. */
  pointer: string
  message: string
}

/** Who the platform says the caller is. */
export interface Principal {
  /** One line for people: an ARN, or tenant and object id. */
  name: string
  /** What the caller proved about itself, and may be told again. */
  claims: Record<string, string>
}

/** How one identity judged a proof: its steps in order (fresh … trust), the first failed one being why it refused. */
export interface Judgement {
  identityId: string
  steps: Step[]
}

/**
 * What a platform vouched for: the claims of a verified token, or whom it named, and what else rules look at, as JSON. Each provider writes and
 * reads its own. It is never the proof, nor a part of it that could be used again, and there is none of a proof that nobody has verified.
 */
export type Testimony = Readonly<Record<string, unknown>>

/**
 * What became of a proof. `principal`: set when the platform confirmed the caller for at least one of the identities (or, where the platform
 * is asked independently of any identity, at all). Judgements exist for every identity that was offered, in the same order.
 */
export interface Verification {
  principal: Principal | null
  judgements: Judgement[]
  /** Null unless the platform confirmed the caller. */
  testimony: Testimony | null
  /** SHA-256 (32 bytes) of what makes this proof unique: at most one token may come of it where the identity says "single use". */
  proofHash: Uint8Array
  /** When a token ended that was judged all the same, in milliseconds; only where the runtime tolerates that. */
  expiredAt?: number
  /** Until when the proof could be accepted again if we forgot it, in milliseconds since the epoch, every tolerance included. */
  proofEndsAt: number
}

/** A configuration that trusts one principal more. */
export interface Admission<Config> {
  config: Config
  /** What is new in it, as an administrator would write it. */
  additions: string[]
  /** Whom that trusts, for people. */
  explanation: string
}

/** What an issuer answered when it was asked for its keys. */
export interface IssuerProbe {
  /** Where it was asked; null where the keys were uploaded. */
  url: string | null
  milliseconds: number | null
  /** The usable ones. */
  keys: { keyId: string | null; algorithms: string[]; use: string }[]
  /** Why no login could succeed with that; null when one could. */
  problem: string | null
}

/** The runtime a provider is lent: the plain one, and for identities of the Lab another network. */
export interface ProviderRuntime extends Runtime {
  /** The service account named in the request: what a server binding header must repeat. */
  serviceAccountId: string
  /** Host of the public URL, for the server binding. */
  serverHost: string
  /** For a dry run: a token that has ended is judged as when it was made. Never for a login. */
  toleratesExpiry?: boolean
}

/**
 * How a proof becomes a principal on one platform. Adding a platform is adding one of these.
 *
 * `verify` is called once per exchange with every enabled identity bound to the account (none when the account is unknown): it makes the same outbound calls in either
 * case, so that time tells nothing. It throws DomainError `upstream_error`, `unavailable` or `upstream_timeout` when the platform cannot answer.
 */
export interface IdentityProvider<Config = unknown, Proof = unknown> {
  form: ProviderForm
  /** Path segment of its exchange route: `aws/iam` in `/identities/external/v1/aws/iam/auth/`. */
  path: string
  /** The short route: `aws-iam` in `/api/v1/auth/aws-iam`. */
  alias: string
  /** Name of the proof in the request body: `awsIam`. */
  envelope: string
  /** Untrusted configuration → configuration with defaults; refuses what could never be safe. */
  configSchema: z.ZodType<Config>
  /** Untrusted proof → proof; every shape error names its field. */
  proofSchema: z.ZodType<Proof>
  verify(proof: Proof, identities: readonly ParsedIdentity<Config>[], runtime: ProviderRuntime): Promise<Verification>
  /**
   * Judges again what was vouched for then, as of then, by the very functions that `verify` judges with; asks nobody. Null when that cannot be
   * told: the testimony cannot be read, or the keys are to be others than those that vouched.
   */
  judgeAgain(config: Config, testimony: Testimony): Step[] | null
  /**
   * Whether a caller whom the rules refuse at `trust` is still within what the identity may never give up: the account, tenant or subjects that
   * tie it to its owner. Only then may report-only let it through; whatever fails before `trust` is enforced in any case.
   */
  reportable(config: Config, testimony: Testimony): boolean
  /** True when one proof may give one token only. */
  singleUse(config: Config): boolean
  /**
   * Whether a principal, by its name, would still be trusted now that the configuration has changed from `before` (as it is stored): what
   * decides over its live tokens.
   */
  stillTrusts(config: Config, principalName: string, before: unknown): boolean
  /**
   * The smallest changes after which a caller of that name would be trusted, the recommended one first; without a configuration, those of a new
   * identity. Empty when it is trusted already or nothing sensible would admit exactly it. `issuer`: who vouched for the name, where that is
   * known; another one's caller of the same name is somebody else.
   */
  admit(config: Config | null, principalName: string, issuer?: string): Admission<Config>[]
  /** Names with this text in them are those of one caller as far as their second `/`; what follows is another one each time. */
  manyNames?: string
  lint(config: Config, lifetimes: { defaultTtlSeconds: number; maxTtlSeconds: number }): LintFinding[]
  /** Everybody whose word a configuration takes, under the names that an organisation's allow-list of issuers may carry; at least one. */
  issuers(config: Config): Voucher[]
  /** Whether a bare token is a proof of this provider; left out where no token is one. Says nothing about whether the token is good. */
  takesToken?(token: string): boolean
  /** The addresses that a configuration has us ask, each with its place in the configuration; left out where they are constants of ours. */
  dials?(config: Config): { pointer: string; url: string }[]
  /** Asks the issuer once for its keys; left out where platforms are constants of ours. */
  probe?(config: Config, runtime: Runtime): Promise<IssuerProbe>
  /** What logins have shown of issuers since this was last called; left out, as the next two, where there is no issuer that could be in trouble. */
  observed?(): IssuerObservation[]
  /** Asks the issuer once, for its health. Never throws. */
  inspect?(config: Config, runtime: Runtime): Promise<IssuerAnswer>
  /** What a stored configuration, its long texts left out, says of its issuer; null when it says nothing. */
  watched?(stored: unknown): WatchedIssuer | null
  /** One line for lists: "role web-prod in 123456789012". */
  summary(config: Config): string
  /** How its workloads log in, filled in; the best way first. */
  snippets(config: Config, place: SnippetPlace): Snippet[]
}

export type IdentityProviders = Record<ProviderId, IdentityProvider>
