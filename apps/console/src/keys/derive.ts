import type { KeyWork, NewAccountKeys } from './keys.worker.ts'

/** What is sent instead of the password. */
export const deriveAuthHash = (email: string, password: string): Promise<string> =>
  inWorker({ kind: 'sign-in', email: storedSpelling(email), password })

/** The keys of a new account: sealed ones for the server, and the recovery code for its person alone. */
export const makeAccountKeys = (email: string, password: string): Promise<NewAccountKeys> =>
  inWorker({ kind: 'new-account', email: storedSpelling(email), password })

/** The e-mail address is part of what is derived, so it must be spelled as the server stores it. */
const storedSpelling = (email: string): string => email.trim().toLowerCase()

/** The derivation takes a second or more of one core, so the page stays alive only with a thread of its own. */
function inWorker<Result>(work: KeyWork): Promise<Result> {
  const worker = new Worker(new URL('./keys.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Result>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ result: Result } | { failure: string }>) =>
      'result' in data ? resolve(data.result) : reject(new Error(data.failure))
    worker.onerror = () => reject(new Error('This browser could not derive the keys.'))
    worker.postMessage(work)
  }).finally(() => worker.terminate())
}
