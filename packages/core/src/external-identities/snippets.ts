import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { readExternalIdentity } from './read.ts'
import type { Snippet } from './snippet.ts'

const snippetsInput = z.object({ identityId: uuid, serviceAccountId: uuid.optional(), kind: text(64).optional() })

/**
 * How the workloads of an identity log in, ready to be copied; for one of the accounts that they may become, or for none in particular.
 * Empty where the stored configuration is not valid, and where there is none of that kind.
 */
export async function listSnippets(input: unknown, context: Context): Promise<Snippet[]> {
  const { identityId, serviceAccountId, kind } = parse(snippetsInput, input)
  const identity = await readExternalIdentity({ id: identityId }, context)
  if (serviceAccountId !== undefined) await requireBound(identity.id, serviceAccountId, context)
  const provider = context.providers[identity.provider]
  const config = provider.configSchema.safeParse(identity.config)
  if (!config.success) return []
  const place = { serverUrl: context.settings.publicUrl, serviceAccountId: serviceAccountId ?? null }
  return provider.snippets(config.data, place).filter((one) => kind === undefined || one.kind === kind)
}

// An account that these workloads cannot become would make a snippet that never works.
async function requireBound(identityId: string, serviceAccountId: string, context: Context): Promise<void> {
  authorise(context, 'ServiceAccounts', 'read')
  const bound = await context.stores.serviceAccounts.boundAccounts(identityId)
  if (!bound.some(({ id }) => id === serviceAccountId)) throw notFound('service account')
}
