type Undo = () => Promise<void>

/**
 * Answers SIGTERM and SIGINT by undoing what was done, last first, and ending the process. A second signal changes nothing. Returns the
 * same undoing for a start that failed.
 */
export function stopOnSignal(undo: readonly Undo[]): () => Promise<void> {
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= undoAll(undo)
    return stopping
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().then(() => process.exit()))
  return stop
}

/** One step that fails must not keep the next from being undone. */
async function undoAll(undo: readonly Undo[]): Promise<void> {
  for (const step of undo.toReversed()) {
    try {
      await step()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
    }
  }
}
