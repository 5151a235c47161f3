'use client'

import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'

export interface Place {
  index: number
  column: number
}

interface GridFocusOptions {
  list: RefObject<HTMLElement | null>
  count: number
  scrollTo: (index: number) => void
}

const pageRows = 10

const placeOf = (element: Element): Place | undefined => {
  const [index, column] = (element.closest('[data-place]')?.getAttribute('data-place') ?? '').split(':').map(Number)
  return index === undefined || column === undefined || Number.isNaN(index) ? undefined : { index, column }
}

/** One place of the grid takes the focus (roving tabindex); arrows move it, and rows that are out of sight are brought there first. */
export function useGridFocus({ list, count, scrollTo }: GridFocusOptions) {
  const [active, setActive] = useState<Place>()
  const wanted = useRef<Place>(undefined)
  // After each render, since a row may come into being only when it has been scrolled to.
  useEffect(() => {
    if (!wanted.current) return
    const { index, column } = wanted.current
    const places = [...(list.current?.querySelectorAll<HTMLElement>(`[data-place^="${index}:"]`) ?? [])]
    const target = places.findLast((element) => (placeOf(element)?.column ?? 0) <= column) ?? places[0]
    if (!target) return
    wanted.current = undefined
    target.focus({ preventScroll: true })
  })
  const go = (place: Place) => {
    wanted.current = place
    setActive(place)
    scrollTo(place.index)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof Element ? placeOf(event.target) : undefined
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return
    const next = moved(event.key, from, count)
    if (!next) return
    event.preventDefault()
    go(next)
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target)
    if (place) setActive(place)
  }
  return { active: active && active.index < count ? active : undefined, onKeyDown, onFocus }
}

function moved(key: string, { index, column }: Place, count: number): Place | undefined {
  const within = (row: number) => Math.max(0, Math.min(count - 1, row))
  const next: Record<string, Place> = {
    ArrowDown: { index: within(index + 1), column },
    ArrowUp: { index: within(index - 1), column },
    ArrowRight: { index, column: column + 1 },
    ArrowLeft: { index, column: Math.max(0, column - 1) },
    PageDown: { index: within(index + pageRows), column },
    PageUp: { index: within(index - pageRows), column },
    Home: { index: 0, column },
    End: { index: count - 1, column },
  }
  return next[key]
}
