import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { newMemberKeyring, sealKeyring } from '@bonafide/crypto'
import { build } from 'esbuild'
import { createVault, type Vault } from './create-vault.ts'
import type { Derive } from './inside/member-keys.ts'
import { serveVault } from './inside/serve.ts'
import type { Credentials } from './shapes.ts'
import type { Thread } from './vault-thread.ts'

export const randomBytes = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length))

/** People of the wire vectors: what the derivation makes of their passwords is known, so that tests need not derive it to seal a keyring. */
export const people = {
  alice: {
    email: 'alice@example.com',
    password: 'correct horse battery staple',
    authHash: 'f3d362e9b7a998a44a816ea74782cc97c2d4261e19cd4e5616a722c0dd625ec4',
    deviceKey: '163f9f8e11971aaf2ebdfebe0be35d64c7effd2664ae3fabe9a7a5a376d7a98c',
  },
  bob: {
    email: 'bob@example.org',
    password: 'hunter2',
    deviceKey: '7190ce1598aabeedac8012923fdf4df4e529b2fe68aa67300f43752a01614317',
  },
}

type Person = Pick<(typeof people)['alice'], 'email' | 'password' | 'deviceKey'>

/** Fresh keys of a member, as the server keeps them, and the password that opens them. */
export function memberOf({ email, password, deviceKey }: Person = people.alice) {
  const { keyring, recoveryCode } = newMemberKeyring(randomBytes)
  const sealedKeyring = { identityKey: keyring.publicKey, wrappedKeyring: sealKeyring(keyring, deviceKey, randomBytes) }
  return { keyring, recoveryCode, credentials: { email, password, sealedKeyring } satisfies Credentials }
}

/** Answers from a list, at once, where the derivation itself is not what is tested. */
const derivedFromList: Derive = async (password, email) =>
  Object.values(people).find((person) => person.email === email && person.password === password)?.deviceKey ?? '0f'.repeat(32)

/** A thread without a thread: the same code, in this process, with Node's cryptography. Messages are copied as between threads. */
export function inProcessThread(derive: Derive = derivedFromList): Thread {
  let ended = false
  let hear: (answer: never) => void = () => {}
  const answer = serveVault((message) => {
    if (!ended) hear(structuredClone(message) as never)
  }, derive)
  return {
    post: (request) => void answer(structuredClone(request)),
    listen: (onAnswer) => {
      hear = onAnswer
    },
    end: () => {
      ended = true
    },
  }
}

/** A worker's file as browsers get it, with the browser's cryptography inside. */
export async function workerCode(file = 'vault.worker.ts'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Runs that file in a thread of Node. */
export function startThread(code: string): Worker {
  const shim = `const { parentPort } = require('node:worker_threads')
    globalThis.self = { postMessage: (message) => parentPort.postMessage(message) }
    parentPort.on('message', (data) => self.onmessage({ data }));`
  return new Worker(shim + code, { eval: true })
}

/** The same as the vault sees it. */
export function threadOf(code: string): Thread {
  const worker = startThread(code)
  return {
    post: (request) => worker.postMessage(request),
    listen(onAnswer, onBreak) {
      worker.on('message', onAnswer)
      worker.on('error', onBreak)
    },
    end: () => void worker.terminate(),
  }
}

/** A vault in a page of its own, unlocked. */
export async function unlockedVault(credentials: Credentials, thread: () => Thread = inProcessThread): Promise<Vault> {
  const vault = createVault(thread, () => new EventTarget())
  await vault.unlock(credentials)
  return vault
}
