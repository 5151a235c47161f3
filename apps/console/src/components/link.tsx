'use client'

import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link to another page. What is behind it is fetched ahead once somebody reaches for it, and not because it is in sight: a list of
 * 25 rows would ask the server for 25 pages.
 */
export function Link({ onPointerEnter, onFocus, ...rest }: ComponentProps<typeof NextLink>) {
  const [reached, setReached] = useState(false)
  return (
    <NextLink
      {...rest}
      prefetch={reached ? null : false}
      onPointerEnter={(event) => {
        setReached(true)
        onPointerEnter?.(event)
      }}
      onFocus={(event) => {
        setReached(true)
        onFocus?.(event)
      }}
    />
  )
}
