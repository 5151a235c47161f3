import type { Answer, Request } from './inside/messages.ts'
import { lockedError, VaultError } from './vault-error.ts'

/** The thread that holds the keys, as little of a `Worker` as the vault needs. */
export interface Thread {
  post(request: Request): void
  listen(onAnswer: (answer: Answer) => void, onBreak: () => void): void
  end(): void
}

export type Progress = (done: number, total: number) => void

interface Waiting {
  resolve(result: unknown): void
  reject(error: VaultError): void
  progress: Progress | undefined
}

/** Questions and answers over one thread. */
export interface Conversation {
  ask(name: Request['name'], input: unknown, progress?: Progress): Promise<unknown>
  /** Ends the thread, and with it every key; whoever still waits is told that the vault is locked. */
  end(): void
}

/** `onBreak`: the thread died by itself. */
export function converse(thread: Thread, onBreak: () => void): Conversation {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended = false

  const end = (error: VaultError) => {
    if (ended) return
    ended = true
    thread.end()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  thread.listen(
    (answer) => {
      const asker = waiting.get(answer.id)
      if (!asker) return
      if ('progress' in answer) return asker.progress?.(answer.progress.done, answer.progress.total)
      waiting.delete(answer.id)
      if ('result' in answer) asker.resolve(answer.result)
      else asker.reject(new VaultError(answer.problem.code, answer.problem.message))
    },
    () => {
      end(new VaultError('failed', 'The part of this page that holds your keys has stopped. Unlock them again.'))
      onBreak()
    },
  )

  return {
    ask: (name, input, progress) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(lockedError())
        const id = ++lastId
        waiting.set(id, { resolve, reject, progress })
        thread.post({ id, name, input } as Request)
      }),
    end: () => end(lockedError()),
  }
}
