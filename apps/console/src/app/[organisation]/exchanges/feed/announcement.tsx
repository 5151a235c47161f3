'use client'

import { useEffect, useRef, useState } from 'react'

const togetherMs = 3000

/** Says how many new ones there are, politely and many at once: "12 new exchanges". `newest` is the greatest id known so far. */
export function Announcement({ ids }: { ids: readonly string[] }) {
  const [text, setText] = useState('')
  const seen = useRef<string | undefined>(undefined)
  const count = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    const known = seen.current
    seen.current = ids[0] ?? known ?? ''
    if (known === undefined) return
    const fresh = ids.filter((id) => id > known).length
    if (fresh === 0) return
    count.current += fresh
    timer.current ??= setTimeout(() => {
      setText(count.current === 1 ? '1 new exchange' : `${count.current} new exchanges`)
      count.current = 0
      timer.current = undefined
    }, togetherMs)
  }, [ids])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  )
}
