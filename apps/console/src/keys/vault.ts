import { createVault, type Vault } from './create-vault.ts'
import type { Answer } from './inside/messages.ts'
import type { Thread } from './vault-thread.ts'

/** The vault of this page: see `Vault` for what it does. */
export const vault: Vault = createVault(startWorker, () => window)

/** The worker's file, and all cryptography with it, is fetched when the vault is first unlocked. */
function startWorker(): Thread {
  const worker = new Worker(new URL('./vault.worker.ts', import.meta.url), { type: 'module', name: 'vault' })
  return {
    post: (request) => worker.postMessage(request),
    listen(onAnswer, onBreak) {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => onAnswer(data)
      worker.onerror = onBreak
      worker.onmessageerror = onBreak
    },
    end: () => worker.terminate(),
  }
}
