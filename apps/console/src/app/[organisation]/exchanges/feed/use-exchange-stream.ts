'use client'

import { useEffect, useEffectEvent, useState } from 'react'

/**
 * `off`: not listening. `connecting`: not yet, or not any more for the moment. `live`: told of each exchange as it happens. `signed_out` and
 * `forbidden`: the server ended it, and asking again would not help.
 */
export type StreamState = 'off' | 'connecting' | 'live' | 'signed_out' | 'forbidden'

const address = '/api/v1/exchanges/stream'
const shortPauseMs = 400
const longestRetryMs = 30_000

/**
 * Calls `onNews` whenever exchanges have happened, also those while nobody was connected: once for many, never twice at the same time. A
 * hidden tab holds no connection and catches up when it is looked at again. Between two calls at least `pauseMs` pass.
 */
export function useExchangeStream(enabled: boolean, onNews: () => Promise<unknown>, pauseMs = shortPauseMs): StreamState {
  const [state, setState] = useState<StreamState>(enabled ? 'connecting' : 'off')
  const tell = useEffectEvent(onNews)
  useEffect(() => {
    if (!enabled) return setState('off')
    const ask = inTurns(() => tell(), pauseMs)
    const stream = keepStream({ onState: setState, onNews: ask.soon })
    return () => {
      ask.stop()
      stream.stop()
    }
  }, [enabled, pauseMs])
  return state
}

/** Runs `work` soon after it is asked for; asked for while it runs, once more afterwards. */
function inTurns(work: () => Promise<unknown>, pauseMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false
  let stopped = false
  const run = async () => {
    timer = undefined
    running = true
    again = false
    await work().catch(() => undefined)
    running = false
    if (again && !stopped) timer = setTimeout(() => void run(), pauseMs)
  }
  return {
    soon() {
      again = true
      if (!running && timer === undefined && !stopped) timer = setTimeout(() => void run(), 0)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

interface StreamEars {
  onState: (state: StreamState) => void
  onNews: () => void
}

function keepStream({ onState, onNews }: StreamEars) {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = 2000
  let ended = false
  const close = () => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const open = () => {
    close()
    onState('connecting')
    source = new EventSource(address)
    source.addEventListener('open', () => {
      retryMs = 2000
      onState('live')
      onNews()
    })
    source.addEventListener('exchange', onNews)
    source.addEventListener('end', (event) => {
      ended = true
      close()
      onState(isForbidden(event.data) ? 'forbidden' : 'signed_out')
    })
    source.addEventListener('error', () => {
      onState('connecting')
      // The browser comes back by itself unless the answer was no stream at all.
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, retryMs)
      retryMs = Math.min(retryMs * 2, longestRetryMs)
    })
  }
  const onVisibility = () => {
    if (ended) return
    if (document.hidden) {
      close()
      onState('connecting')
    } else open()
  }
  document.addEventListener('visibilitychange', onVisibility)
  // A page that the browser keeps for its back button must not hold a connection.
  window.addEventListener('pagehide', close)
  if (!document.hidden) open()
  return {
    stop() {
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', close)
      close()
    },
  }
}

const isForbidden = (data: string): boolean => data.includes('"forbidden"')
