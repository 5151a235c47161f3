'use client'

import { useEffect, useState } from 'react'

/** True from the first time it was true, in the browser alone: for parts that are fetched when they are needed, and then stay. */
export function useOnceTrue(value: boolean): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (value) setSeen(true)
  }, [value])
  return seen
}
