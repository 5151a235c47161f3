import * as z from 'zod'
import type { Context, Services } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import type { IdentityProvider } from '../external-identities/provider.ts'
import { networkOf } from '../lab/network.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import type { Runtime } from '../runtime.ts'
import type { IssuerObservation } from './observation.ts'
import { type IssuerHealth, readIssuerHealth, watchedProviders } from './read.ts'

/** Asks the issuer of an identity now, as a login would, and keeps what came of it. */
export async function checkIssuer(input: unknown, context: Context): Promise<IssuerHealth> {
  authorise(context, 'ExternalIdentities', 'update')
  const { identityId } = parse(z.object({ identityId: uuid }), input)
  const { actor, stores, providers, limits } = context
  const identity = await stores.externalIdentities.find(actor.organisationId, identityId)
  if (!identity) throw notFound('external identity')
  const provider = providers[identity.provider]
  if (!provider.inspect) throw new DomainError('unsupported_provider', `${provider.form.name} has no issuer that could be asked.`)
  if (identity.simulated && !context.lab) throw new DomainError('lab_off', 'The identity is simulated, and the Lab is off on this server.')
  await requireRate(limits, `probe:${actor.id}`, rateLimits.probePerCaller)
  const observation = await inspect(provider, identity, networkOf(identity, context))
  if (observation) await stores.issuerHealth.keep([observation])
  const health = await readIssuerHealth({ identityId }, context)
  if (!health) throw notFound('external identity')
  return health
}

const HOUR = 3_600_000
const atOnce = 8
const perRun = 1000

/** Asks every issuer that no login has asked for hours, so that trouble shows before somebody needs it. Nothing of the Lab goes out. */
export async function checkQuietIssuers({ providers, stores, runtime }: Services): Promise<IssuerObservation[]> {
  const now = runtime.now()
  const [before, failingBefore] = [new Date(now - 4 * HOUR), new Date(now - HOUR / 2)]
  const waiting = await stores.issuerHealth.quiet(watchedProviders({ providers }), before, failingBefore, perRun)
  const observations: IssuerObservation[] = []
  const work = async () => {
    for (let identity = waiting.shift(); identity; identity = waiting.shift()) {
      const observation = await inspect(providers[identity.provider], identity, runtime)
      if (observation) observations.push(observation)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await stores.issuerHealth.keep(observations)
  return observations
}

async function inspect(
  { configSchema, inspect }: IdentityProvider,
  { id, config: stored }: { id: string; config: unknown },
  runtime: Runtime,
): Promise<IssuerObservation | undefined> {
  const config = configSchema.safeParse(stored)
  if (!config.success || !inspect) return undefined
  return { identityId: id, answer: await inspect(config.data, runtime) }
}
