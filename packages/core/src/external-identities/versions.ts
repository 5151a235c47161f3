import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { byAge, type Page, parsePage } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { versionNumber } from './fields.ts'
import type { ExternalIdentity, ExternalIdentityVersion } from './identity.ts'
import { updateExtIdentity } from './update.ts'

const listInput = z.object({ identityId: uuid })
const restoreInput = z.object({ id: uuid, version: versionNumber, expectedVersion: versionNumber.optional() })

/** What an identity was, change by change, the newest first. */
export async function listIdentityVersions(input: unknown, context: Context): Promise<Page<ExternalIdentityVersion>> {
  authorise(context, 'ExternalIdentities', 'read')
  const { identityId } = parse(listInput, input)
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, identityId)
  if (!identity) throw notFound('external identity')
  return context.stores.externalIdentities.listVersions(identityId, parsePage(input, byAge))
}

/**
 * Makes an identity what it was at one of its versions, as a change like any other: by the rights of whoever asks, with its own version, audit
 * row and revoked tokens. What the provider has come to refuse since is refused here too. Whether it is enabled and whether it only reports stay as they are.
 */
export async function restoreExtIdentityVersion(input: unknown, context: Context): Promise<ExternalIdentity> {
  authorise(context, 'ExternalIdentities', 'update')
  const { id, version: wanted, expectedVersion } = parse(restoreInput, input)
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, id)
  const found = identity && (await context.stores.externalIdentities.findVersion(id, wanted))
  if (!found) throw notFound('version of this external identity')
  const { name, description, config, tokenName, defaultTtlSeconds, maxTtlSeconds } = found
  return updateExtIdentity({ id, expectedVersion, name, description, config, tokenName, defaultTtlSeconds, maxTtlSeconds }, context)
}
