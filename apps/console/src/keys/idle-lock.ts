export const maxIdleMs = 15 * 60_000

export interface IdleWatch {
  /** Somebody is at work. */
  touch(): void
  stop(): void
}

/**
 * Calls `lock` once nobody has touched the page for a quarter of an hour, and as soon as the page is left. A sleeping computer fires no timers, so the
 * clock is looked at when the page comes back, too.
 */
export function watchIdle(page: EventTarget, lock: () => void): IdleWatch {
  let deadline = 0
  let timer: ReturnType<typeof setTimeout>
  const touch = () => {
    if (deadline !== 0 && Date.now() >= deadline) return lock()
    deadline = Date.now() + maxIdleMs
  }
  const check = () => {
    const leftMs = deadline - Date.now()
    if (leftMs <= 0) return lock()
    clearTimeout(timer)
    timer = setTimeout(check, leftMs)
  }
  const listeners = { pointerdown: touch, keydown: touch, visibilitychange: check, pagehide: lock }
  for (const [type, listener] of Object.entries(listeners)) page.addEventListener(type, listener)
  touch()
  check()
  return {
    touch,
    stop() {
      clearTimeout(timer)
      for (const [type, listener] of Object.entries(listeners)) page.removeEventListener(type, listener)
    },
  }
}
