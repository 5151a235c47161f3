/** Gathers announced ids for one reader who takes them in batches. */
export interface Mailbox {
  put(id: string): void
  /** Waits for ids: `filled`, `quiet` when none came within `milliseconds`, `closed` when none will come any more. */
  wait(milliseconds: number): Promise<'filled' | 'quiet' | 'closed'>
  /** Lets `milliseconds` pass, or less when the mailbox closes. */
  pause(milliseconds: number): Promise<void>
  /** Everything announced since the last time. */
  take(): string[]
}

/** More than a reader is ever shown at once; the oldest is what counts, so the latest are dropped. */
const maxWaiting = 5000

export function createMailbox(source: AsyncIterable<{ id: string }>, signal: AbortSignal): Mailbox {
  let ids: string[] = []
  let closed = false
  let wake = () => {}
  const close = () => {
    closed = true
    wake()
  }
  const put = (id: string) => {
    if (ids.length < maxWaiting) ids.push(id)
    wake()
  }
  signal.addEventListener('abort', close, { once: true })
  if (signal.aborted) close()
  void drain(source, put).finally(close)

  const sleep = (milliseconds: number, wokenByIds: boolean) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      wake = () => {
        if (closed || wokenByIds) done()
      }
      if (closed) done()
    })
  return {
    put,
    pause: (milliseconds) => sleep(milliseconds, false),
    async wait(milliseconds) {
      if (ids.length === 0 && !closed) await sleep(milliseconds, true)
      if (closed) return 'closed'
      return ids.length > 0 ? 'filled' : 'quiet'
    },
    take() {
      const taken = ids
      ids = []
      return taken
    },
  }
}

/** A source that breaks closes the mailbox: the reader reconnects and resumes. */
async function drain(source: AsyncIterable<{ id: string }>, put: (id: string) => void): Promise<void> {
  try {
    for await (const { id } of source) put(id)
  } catch {
    return
  }
}
