import { formatKeyring, newServiceAccountKeyring } from '@bonafide/crypto'
import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { nameText, parse, uuid } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { handlers, signingKey } from './key-management.ts'
import { keyringPlace } from './mint-token.ts'
import { requireGrantableRole, requireMembers } from './rights.ts'
import type { ServiceAccount } from './service-account.ts'
import type { AccountHandler } from './store.ts'

const createInput = z.object({
  name: nameText(),
  roleId: uuid,
  keyManagement: z.enum(['server', 'client']).default('server'),
  clientKeys: z.object({ identityKey: signingKey, handlers }).optional(),
})

/** Makes a service account. Server-managed keys are made here; client-managed ones were made by the browser or CLI and never reach us open. */
export const createServiceAccount = (input: unknown, context: Context): Promise<ServiceAccount> =>
  makeServiceAccount(input, { simulated: false }, context)

/** The same, for the Lab too: no request can say what is simulated. */
export async function makeServiceAccount(input: unknown, { simulated }: { simulated: boolean }, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'create')
  const { name, roleId, keyManagement, clientKeys } = parse(createInput, input)
  return context.stores.transaction(async (stores) => {
    await requireGrantableRole(roleId, stores, context)
    const id = newId(context.runtime)
    const keys = keyManagement === 'server' ? serverKeys(id, context) : await requireClientKeys(clientKeys, stores, context)
    const now = dateOf(context.runtime)
    const account: ServiceAccount = {
      id,
      organisationId: context.actor.organisationId,
      name,
      roleId,
      identityKey: keys.identityKey,
      serverWrappedKeyring: keys.serverWrappedKeyring,
      simulated,
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
    }
    await stores.serviceAccounts.insert(account)
    if (keys.handlers.length > 0) await stores.serviceAccounts.replaceHandlers(id, keys.handlers)
    const after = { name, roleId, keyManagement }
    await record(
      account.organisationId,
      { action: 'service_account.create', resourceType: 'service_account', resourceId: id, resourceName: name, after },
      stores,
      context,
    )
    return account
  })
}

interface AccountKeys {
  identityKey: string
  serverWrappedKeyring: string | null
  handlers: AccountHandler[]
}

function serverKeys(id: string, { keyring, runtime }: Context): AccountKeys {
  const random = (length: number) => runtime.randomBytes(length)
  const fresh = newServiceAccountKeyring(random)
  return { identityKey: fresh.publicKey, serverWrappedKeyring: keyring.wrap(formatKeyring(fresh), keyringPlace(id), random), handlers: [] }
}

async function requireClientKeys(
  keys: { identityKey: string; handlers: AccountHandler[] } | undefined,
  stores: Stores,
  context: SignedInContext,
): Promise<AccountKeys> {
  if (!keys) {
    throw new DomainError(
      'client_keys_required',
      'Client-managed keys are made by the browser or the CLI: send clientKeys with the public key and the handlers.',
    )
  }
  await requireMembers(keys.handlers, stores, context)
  return { ...keys, serverWrappedKeyring: null }
}
