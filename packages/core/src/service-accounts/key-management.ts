import { CryptoError, encryptTo, exchangePublicKey, formatKeyring, parseKeyring } from '@bonafide/crypto'
import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { keyringPlace } from './mint-token.ts'
import { requireAccount, requireMembers, requireReachOfAccount, requireRightsOfAccount } from './rights.ts'
import type { ServiceAccount } from './service-account.ts'
import type { AccountHandler } from './store.ts'

/** An Ed25519 public key, 64 lower-case hex digits; one of low order would give what is wrapped for it to everybody. */
export const signingKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')
  .refine(isUsableKey, 'must be an Ed25519 public key')

function isUsableKey(key: string): boolean {
  try {
    return exchangePublicKey(key) !== ''
  } catch (error) {
    if (error instanceof CryptoError) return false
    throw error
  }
}

const wrappedKeyring = text(4096).regex(/^ph:v1:[0-9a-f]{64}:.+$/, 'must be a ph:v1 ciphertext')

const listOf = <Handler extends z.ZodType>(handler: Handler) =>
  z.array(handler).min(1, 'must name at least one handler, or nobody could ever use the account').max(100)

/** Members who hold the account's keyring, each wrapped as `ph:v1:`. */
export const handlers = listOf(z.object({ memberId: uuid, wrappedKeyring }))

/** The same, where the server that gives the keys away may wrap them. */
const newHandlers = listOf(z.object({ memberId: uuid, wrappedKeyring: wrappedKeyring.optional() }))

/** Hands the account's keys to the server, so that it can mint tokens while nobody is present. `keyring`: `ph:v1:` to the server's public key. */
export async function useServerKeys(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { id, keyring } = parse(z.object({ id: uuid, keyring: text(4096) }), input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(id, stores, context, { lock: true })
    await requireRightsOfAccount(account, stores, context)
    const opened = openKeyring(keyring, account, context)
    const serverWrappedKeyring = context.keyring.wrap(opened, keyringPlace(id), (length) => context.runtime.randomBytes(length))
    const changed = { ...account, serverWrappedKeyring, updatedAt: dateOf(context.runtime) }
    await stores.serviceAccounts.update(changed)
    await record(account.organisationId, deed(account, 'server'), stores, context)
    return changed
  })
}

/**
 * Takes the keys away from the server: only the named handlers can use the account from then on. Tokens that exist stay as they are. For a
 * handler without a wrapped keyring the server wraps the one it holds, the last time that it opens it: so whoever asks for that must read all that
 * these keys open, as for letting others act as the account.
 */
export async function useClientKeys(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { id, handlers: list } = parse(z.object({ id: uuid, handlers: newHandlers }), input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(id, stores, context, { lock: true })
    await requireRightsOfAccount(account, stores, context)
    await requireMembers(list, stores, context)
    const given = list.filter(({ wrappedKeyring }) => wrappedKeyring === undefined).map(({ memberId }) => memberId)
    if (given.length > 0) await requireReachOfAccount(account, stores, context)
    const wrapped = await Promise.all(list.map((handler) => completed(handler, account, stores, context)))
    const changed = { ...account, serverWrappedKeyring: null, updatedAt: dateOf(context.runtime) }
    await stores.serviceAccounts.update(changed)
    await stores.serviceAccounts.replaceHandlers(id, wrapped)
    const { after, ...rest } = deed(account, 'client')
    const handlerIds = list.map(({ memberId }) => memberId)
    await record(account.organisationId, { ...rest, after: { ...after, handlerIds, givenByServer: given } }, stores, context)
    return changed
  })
}

async function completed(
  { memberId, wrappedKeyring: given }: { memberId: string; wrappedKeyring?: string },
  account: ServiceAccount,
  stores: Stores,
  { keyring, runtime }: SignedInContext,
): Promise<AccountHandler> {
  if (given !== undefined) return { memberId, wrappedKeyring: given }
  if (account.serverWrappedKeyring === null) {
    throw new DomainError(
      'client_keys_required',
      `The server does not hold the keys of ${account.name}: send them wrapped for each handler.`,
    )
  }
  const member = await stores.organisations.findMember(account.organisationId, memberId)
  if (!member) throw notFound('member')
  const opened = keyring.unwrap(account.serverWrappedKeyring, keyringPlace(account.id))
  return {
    memberId,
    wrappedKeyring: encryptTo(exchangePublicKey(member.identityKey), opened, (length) => runtime.randomBytes(length)),
  }
}

/** The account's keyring as it is wrapped for the caller, who alone can open it; null for whoever does not handle the account. */
export async function readAccountKeyring(input: unknown, context: Context): Promise<string | null> {
  authorise(context, 'ServiceAccounts', 'read')
  const account = await requireAccount(parse(z.object({ id: uuid }), input).id, context.stores, context)
  return context.actor.kind === 'member' ? context.stores.serviceAccounts.handlerKeyring(account.id, context.actor.id) : null
}

const deed = (account: ServiceAccount, keyManagement: 'server' | 'client') => ({
  action: 'service_account.key_management',
  resourceType: 'service_account',
  resourceId: account.id,
  resourceName: account.name,
  before: { keyManagement: account.serverWrappedKeyring === null ? 'client' : 'server' },
  after: { keyManagement },
})

function openKeyring(ciphertext: string, account: ServiceAccount, context: Context): string {
  try {
    const keyring = parseKeyring(context.keyring.openFromClient(ciphertext))
    if (keyring.publicKey === account.identityKey) return formatKeyring({ publicKey: keyring.publicKey, privateKey: keyring.privateKey })
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause
  }
  throw new DomainError('malformed_request', 'The keyring must be encrypted to this server and belong to this account.', {
    fields: [{ pointer: '/keyring', message: "must be the account's keyring as ph:v1 to the server's public key" }],
  })
}
