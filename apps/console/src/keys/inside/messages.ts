import type { Credentials } from '../shapes.ts'
import type { VaultProblem } from '../vault-error.ts'
import type { OperationName } from './operations.ts'

/** From the page to the thread; answers repeat the id. */
export type Request = { id: number } & ({ name: 'unlock'; input: Credentials } | { name: OperationName; input: unknown })

/** From the thread to the page. */
export type Answer = { id: number } & (
  | { progress: { done: number; total: number } }
  | { result: unknown }
  | { problem: { code: VaultProblem; message: string } }
)
