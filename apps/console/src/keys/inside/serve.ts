import { deviceKey, type RandomBytes } from '@bonafide/crypto'
import { lockedError, VaultError } from '../vault-error.ts'
import { type Derive, type MemberKeys, openMemberKeys } from './member-keys.ts'
import type { Answer, Request } from './messages.ts'
import type { Lent } from './operation.ts'
import { operations } from './operations.ts'

const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/** Answers requests with the opened keys, which live in this closure alone. The thread is ended to forget them. */
export function serveVault(send: (answer: Answer) => void, derive: Derive = deviceKey): (request: Request) => Promise<void> {
  let keys: MemberKeys | undefined

  const perform = async (request: Request): Promise<unknown> => {
    if (request.name === 'unlock') {
      keys = await openMemberKeys(request.input, derive)
      return null
    }
    if (!keys) throw lockedError()
    const operation: (input: never, lent: Lent) => unknown = operations[request.name]
    // What the page sends is typed there, by the same table.
    return operation(request.input as never, {
      keys,
      randomBytes,
      report: (done, total) => send({ id: request.id, progress: { done, total } }),
    })
  }

  return async (request) => {
    try {
      send({ id: request.id, result: await perform(request) })
    } catch (error) {
      send({ id: request.id, problem: problemOf(error, request) })
    }
  }
}

// A stranger's message may quote what it could not handle, so it stays in here.
function problemOf(error: unknown, { name }: Request): { code: VaultError['code']; message: string } {
  if (error instanceof VaultError) return { code: error.code, message: error.message }
  if (name !== 'unlock') return { code: 'failed', message: 'Your keys could not be used for this. Reload the page and try again.' }
  return {
    code: 'failed',
    message: 'This browser could not open your keys: it needs 256 MB of memory for that. Close other tabs and try again.',
  }
}
