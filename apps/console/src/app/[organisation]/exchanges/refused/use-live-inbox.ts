import { type RefObject, useCallback, useRef, useState } from 'react'
import { type StreamState, useExchangeStream } from '../feed/use-exchange-stream.ts'

const pauseMs = 1000

interface LiveInbox {
  stream: StreamState
  /** Something has happened since, and waits until nobody reads. */
  waiting: boolean
  showNew: () => void
}

/** Asks again when exchanges happen: at once, or, while somebody points into the list or has the focus in it, when told to. */
export function useLiveInbox(box: RefObject<Element | null>, enabled: boolean, refetch: () => void): LiveInbox {
  const [waiting, setWaiting] = useState(false)
  const isFirst = useRef(true)
  const showNew = useCallback(() => {
    setWaiting(false)
    refetch()
  }, [refetch])
  const stream = useExchangeStream(
    enabled,
    async () => {
      // The first call says that the stream is open: whatever came before that is caught up with, and is no news.
      const isNews = !isFirst.current
      isFirst.current = false
      if (isNews && isLookedAt(box.current)) setWaiting(true)
      else refetch()
    },
    pauseMs,
  )
  return { stream, waiting, showNew }
}

const isLookedAt = (box: Element | null): boolean => box !== null && (box.matches(':hover') || box.contains(document.activeElement))
