import { createHash } from 'node:crypto'
import {
  DomainError,
  failed,
  type IdentityProvider,
  type ParsedIdentity,
  type Principal,
  passed,
  type Runtime,
  type Step,
} from '@bonafide/core'
import { excerpt } from '../excerpt.ts'
import { IssuerWatch, noteAccepted } from '../issuer-watch.ts'
import { judgedAt } from '../judged-at.ts'
import { KeySets } from '../jwks.ts'
import { instantOf, issuerOf, type Jwt, type ReadJwt, readJwt, textOf, verifySignature } from '../jwt.ts'
import { type JwtProof, jwtProofSchema } from '../jwt-proof.ts'
import { jwtTestimony } from '../jwt-testimony.ts'
import { verifyInVain } from '../verify-in-vain.ts'
import { admitAzureEntra } from './admit.ts'
import { isEntraIssuer, type KnownIssuer } from './clouds.ts'
import { azureEntraForm, summaryOfAzureEntra } from './config.ts'
import { inspectAzureEntra, watchedAzureEntra } from './health.ts'
import { issuersOfAzureEntra } from './issuers.ts'
import { closingSteps, issuerFor, isTrustedSubject, leewayMilliseconds, openingSteps, skip, subjectOf } from './judge.ts'
import { signsFor } from './keys.ts'
import { lintAzureEntra } from './lint.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './schema.ts'
import { azureEntraSnippets } from './snippets/index.ts'
import { isOfTenant, judgeAzureEntraAgain } from './testimony.ts'

export interface AzureEntraProvider extends IdentityProvider<AzureEntraConfig, JwtProof> {
  /** Forgets the keys that were fetched for an identity; the next token has them fetched again. */
  purgeKeys(identityId: string): void
}

interface Outcome {
  steps: Step[]
  /** Whether a signature was really checked. */
  verified: boolean
  vouched: boolean
  /** Where the key that vouched is published. */
  keysUrl?: string
}

/** Azure: a token of Microsoft Entra, verified with the keys of the tenant. The key cache lives in the provider, one per process. */
export function createAzureEntraProvider(): AzureEntraProvider {
  const watch = new IssuerWatch()
  const keySets = new KeySets('outage', watch)
  return {
    form: azureEntraForm,
    path: 'azure/entra',
    alias: 'azure',
    envelope: 'azureEntra',
    configSchema: azureEntraConfigSchema,
    proofSchema: jwtProofSchema,
    async verify({ token }, identities, runtime) {
      const read = readJwt(token, ['RS256'])
      const { receivedAt, expiredAt } = judgedAt(read, runtime)
      const outcomes = await Promise.all(identities.map((identity) => judge(identity, read, receivedAt, keySets, runtime)))
      if (read.jwt && !outcomes.some(({ verified }) => verified)) await verifyInVain(read.jwt)
      if (read.jwt && expiredAt === undefined) noteAccepted(read.jwt, identities, outcomes, receivedAt, watch)
      const vouched = outcomes.some((outcome) => outcome.vouched)
      const unreachable = outcomes.some(({ steps }) => steps.some(({ code }) => code === 'jwks_unreachable'))
      if (!vouched && unreachable)
        throw new DomainError('unavailable', 'The keys of Microsoft Entra cannot be fetched now.', { retryAfterSeconds: 10 })
      return {
        principal: vouched && read.jwt ? principalOf(read.jwt) : null,
        judgements: identities.map(({ id }, index) => ({ identityId: id, steps: outcomes[index]?.steps ?? [] })),
        ...(expiredAt !== undefined && { expiredAt }),
        testimony:
          vouched && read.jwt
            ? jwtTestimony(
                read.jwt,
                receivedAt,
                outcomes.flatMap(({ keysUrl }) => keysUrl ?? []),
              )
            : null,
        proofHash: hashOf(token, read),
        proofEndsAt: (read.jwt ? (instantOf(read.jwt.claims, 'exp') ?? receivedAt) : receivedAt) + 2 * leewayMilliseconds,
      }
    },
    judgeAgain: judgeAzureEntraAgain,
    reportable: isOfTenant,
    singleUse: (config) => config.singleUse,
    stillTrusts(config, principalName, before) {
      // A name does not tell for whom a token was made or whether a person held it: where that has become narrower nobody is trusted by name.
      const old = azureEntraConfigSchema.safeParse(before)
      if (!old.success || old.data.resource !== config.resource || old.data.cloud !== config.cloud) return false
      if (old.data.allowUserTokens && !config.allowUserTokens) return false
      const [tenantId = '', objectId = ''] = principalName.split('/')
      return isTrustedSubject(config, { tenantId, objectId })
    },
    admit: admitAzureEntra,
    lint: lintAzureEntra,
    issuers: issuersOfAzureEntra,
    summary: summaryOfAzureEntra,
    snippets: azureEntraSnippets,
    takesToken: (token) => isEntraIssuer(issuerOf(token)),
    observed: () => watch.drain(),
    inspect: inspectAzureEntra,
    watched: watchedAzureEntra,
    purgeKeys: (identityId) => keySets.purge(identityId),
  }
}

async function judge(
  identity: ParsedIdentity<AzureEntraConfig>,
  { jwt, problem }: ReadJwt,
  receivedAt: number,
  keySets: KeySets,
  runtime: Runtime,
): Promise<Outcome> {
  const { config } = identity
  if (!jwt) {
    const unreadable = failed('proof_valid', 'signature_invalid', { detail: problem })
    return { steps: [...skip('fresh', 'endpoint_allowed'), unreadable, ...skip('audience', 'trust')], verified: false, vouched: false }
  }
  const known = issuerFor(config, jwt)
  const opening = openingSteps(config, jwt, known, receivedAt)
  // Nothing is fetched for a token of a stranger, nor for one that is refused whoever signed it.
  if (!known || opening.some(({ status }) => status === 'failed')) {
    return { steps: [...opening, ...skip('proof_valid', 'audience', 'trust')], verified: false, vouched: false }
  }
  const { step, verified } = await signatureStep(identity, jwt, known, keySets, runtime)
  const closing = closingSteps(config, jwt, step)
  const vouched = closing[0]?.status === 'passed'
  return { steps: [...opening, ...closing], verified, vouched, ...(vouched && { keysUrl: known.keysUrl }) }
}

async function signatureStep(
  { id, config }: ParsedIdentity<AzureEntraConfig>,
  jwt: Jwt,
  known: KnownIssuer,
  keySets: KeySets,
  runtime: Runtime,
): Promise<{ step: Step; verified: boolean }> {
  const { keyId } = jwt
  if (keyId === undefined) return { step: failed('proof_valid', 'key_not_found', { received: 'no kid' }), verified: false }
  const lookup = await keySets.find({ identityId: id, url: known.keysUrl }, keyId, runtime)
  if (lookup.unreachable) return { step: failed('proof_valid', 'jwks_unreachable'), verified: false }
  const keys = lookup.keys.filter((key) => key.use === 'sig' && key.algorithms.includes('RS256') && signsFor(key, config))
  if (keys.length === 0) {
    return {
      step: failed('proof_valid', 'key_not_found', { expected: `a key of ${known.keysUrl}`, received: `kid ${excerpt(keyId, 100)}` }),
      verified: false,
    }
  }
  for (const key of keys) {
    const opened = await key.open('RS256')
    if (opened && (await verifySignature(jwt, opened))) return { step: passed('proof_valid'), verified: true }
  }
  return { step: failed('proof_valid', 'signature_invalid', { detail: 'The signature was not made by the key it names.' }), verified: true }
}

function principalOf(jwt: Jwt): Principal | null {
  const subject = subjectOf(jwt)
  if (!subject) return null
  const applicationId = textOf(jwt.claims, 'appid') ?? textOf(jwt.claims, 'azp')
  return {
    name: `${subject.tenantId}/${subject.objectId}`,
    claims: { tid: subject.tenantId, oid: subject.objectId, ...(applicationId ? { applicationId: excerpt(applicationId, 100) } : {}) },
  }
}

// `uti` is Entra's own name for a token. Without one, RS256 gives a text and a key one signature only.
function hashOf(token: string, { jwt }: ReadJwt): Uint8Array {
  const tokenId = jwt && textOf(jwt.claims, 'uti')
  const signature = token.slice(token.lastIndexOf('.') + 1)
  const unique = jwt && tokenId !== undefined ? ['uti', subjectOf(jwt)?.tenantId ?? '', tokenId] : ['signature', signature]
  return new Uint8Array(
    createHash('sha256')
      .update(['azure_entra', ...unique].join('\n'))
      .digest(),
  )
}
