'use client'

import { useClock } from '../../../components/clock.tsx'

/** "25 Nov, 14:00 – 15:00" in the person's time zone; a moment alone without an end. */
export function useSpanText(): (from: string, until?: string) => string {
  const { locale, timeZone } = useClock()
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timeZone ?? 'UTC',
  })
  return (from, until) => {
    const begin = new Date(from)
    return until === undefined ? format.format(begin) : `${format.format(begin)} to ${format.format(new Date(until))}`
  }
}
