'use client'

import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from 'react'

interface Clock {
  nowMs: number
  /** Undefined until the browser has taken over: then times are the person's own, before that UTC on both sides. */
  timeZone: string | undefined
  locale: string
}

const ClockContext = createContext<Clock>({ nowMs: 0, timeZone: undefined, locale: 'en' })

const tickMs = 15_000

/** One clock for the page, begun at the server's time so that both sides write the same words first. */
export function ClockProvider({ startMs, locale, children }: { startMs: number; locale: string; children: ReactNode }) {
  const [clock, setClock] = useState<Clock>({ nowMs: startMs, timeZone: undefined, locale })
  useEffect(() => {
    const now = (): Clock => ({ nowMs: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale })
    // A transition waits for parts of the page that are still hydrating; at once, it would make them fall back to their skeletons.
    const tick = () => startTransition(() => setClock(now()))
    tick()
    const timer = setInterval(tick, tickMs)
    return () => clearInterval(timer)
  }, [locale])
  return <ClockContext value={clock}>{children}</ClockContext>
}

export const useClock = (): Clock => useContext(ClockContext)
