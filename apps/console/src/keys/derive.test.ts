import { once } from 'node:events'
import { openKeyring, openRecovery, recoverMemberKeyring } from '@bonafide/crypto'
import { expect, it } from 'vitest'
import type { KeyWork, NewAccountKeys } from './keys.worker.ts'
import { people, startThread, workerCode } from './testing.ts'

const { email, password, deviceKey, authHash } = people.alice

it('D15: a new account is made of its password alone; what is sent opens with it, and the recovery code stays behind', async () => {
  const thread = startThread(await workerCode('keys.worker.ts'))
  thread.postMessage({ kind: 'new-account', email, password } satisfies KeyWork)
  const [{ result }]: [{ result: NewAccountKeys }] = (await once(thread, 'message')) as [{ result: NewAccountKeys }]
  await thread.terminate()
  const { sealed, recoveryCode } = result
  const keyring = openKeyring(sealed.wrappedKeyring, deviceKey)
  expect(sealed).toMatchObject({ authHash, identityKey: keyring.publicKey })
  expect(recoverMemberKeyring(recoveryCode)).toEqual(keyring)
  expect(openRecovery(sealed.wrappedRecovery, deviceKey)).toBe(recoveryCode)
  expect(JSON.stringify(sealed)).not.toContain(recoveryCode)
}, 180_000)
