import * as z from 'zod'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { requireProvider } from './create.ts'
import { requireDialable } from './dialable.ts'
import type { IssuerProbe } from './provider.ts'

const probeInput = z.object({ provider: z.string(), config: z.unknown() })

/** Asks the issuer of a configuration, saved or not, for its keys: what a login would find now. */
export async function probeIssuer(input: unknown, context: Context): Promise<IssuerProbe> {
  authorise(context, 'ExternalIdentities', 'create')
  const { provider: id, config: given } = parse(probeInput, input)
  const provider = requireProvider(id, context.providers)
  if (!provider.probe) throw new DomainError('unsupported_provider', `${provider.form.name} has no issuer that could be asked.`)
  const config = parse(provider.configSchema, given, '/config')
  requireDialable(provider, config, context.settings)
  // It makes us ask whom the caller names: as often as somebody may who is filling in a form.
  await requireRate(context.limits, `probe:${context.actor.id}`, rateLimits.probePerCaller)
  return provider.probe(config, context.runtime)
}
