'use client'

import { useEffect, useState } from 'react'

/**
 * The one-time code that a link carries behind its #, which no server and no log ever sees. Undefined until the browser has looked, empty when
 * there is none.
 */
export function useFragmentCode(): string | undefined {
  const [code, setCode] = useState<string>()
  useEffect(() => {
    const take = () => {
      const fragment = window.location.hash.slice(1)
      setCode((before) => (fragment === '' ? (before ?? '') : fragment))
      // Out of the address bar and the history, before anybody looks over a shoulder.
      if (fragment !== '') window.history.replaceState(window.history.state, '', window.location.pathname)
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return code
}
