/** One thing to say in the corner. */
export interface Saying {
  kind: 'success' | 'failure'
  title: string
  detail?: string
  undo?: () => void
}

let waiting: readonly Saying[] = []
const listeners = new Set<() => void>()

/** What nobody has shown yet; a fresh list whenever it changes. */
export const sayings = {
  add(saying: Saying): void {
    waiting = [...waiting, saying]
    for (const listener of listeners) listener()
  },
  take(): readonly Saying[] {
    const taken = waiting
    waiting = []
    return taken
  },
  current: (): readonly Saying[] => waiting,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
