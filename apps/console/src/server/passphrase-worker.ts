import { parentPort } from 'node:worker_threads'
import { authHash, deviceKey } from '@bonafide/crypto'

/** One derivation for the thread; the answer repeats its id. */
export interface Derivation {
  id: number
  kind: 'authHash' | 'deviceKey'
  email: string
  password: string
}

export type Derived = { id: number; hex: string } | { id: number; failure: string }

const derive = { authHash, deviceKey }

parentPort?.on('message', (work: Derivation) => {
  derive[work.kind](work.password, work.email).then(
    (hex) => parentPort?.postMessage({ id: work.id, hex } satisfies Derived),
    (error: unknown) =>
      parentPort?.postMessage({ id: work.id, failure: error instanceof Error ? error.message : 'failed' } satisfies Derived),
  )
})
